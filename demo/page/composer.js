// The box in a channel: words, or a slash command, with what can be typed offered above it.
import { el } from "./dom.js";

let shownFor = "";

export function composer(form, picture, at, on) {
  const channel = picture.places.find((one) => one.id === at && ["public", "private"].includes(one.kind));
  form.hidden = !channel;
  const key = `${picture.me.id} ${at}`;
  if (!channel || shownFor === key) return;
  shownFor = key;
  const offers = el("ul", { class: "offers up", id: "offers", hidden: true });
  const box = el("input", { type: "text", id: "box", "aria-label": `Write into #${channel.name}, or a command that begins with /`, placeholder: `Message #${channel.name}, or type / for commands`, role: "combobox", "aria-expanded": "false", "aria-controls": "offers" });
  const show = (found) => {
    offers.replaceChildren(...found.map(({ words, about, becomes }) => el("li", {}, el("button", { type: "button", tabindex: "-1", onclick: () => take(becomes) }, el("b", {}, words), about ? el("small", {}, about) : null))));
    offers.hidden = !found.length;
    box.setAttribute("aria-expanded", String(Boolean(found.length)));
  };
  const take = (text) => {
    box.value = text;
    box.focus();
    show(offered(box.value, picture));
  };
  box.addEventListener("input", () => show(offered(box.value, picture)));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show([]);
    if (event.key !== "Tab" || event.shiftKey || offers.hidden || offers.querySelector("b").textContent === box.value.trim()) return;
    event.preventDefault();
    offers.querySelector("button").click();
  });
  box.addEventListener("blur", () => setTimeout(() => form.contains(document.activeElement) || show([]), 120));
  form.replaceChildren(offers, box, el("button", { type: "submit", class: "press primary" }, "Send"));
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    show([]);
    const [, command, rest] = /^(\/\S+)\s*(.*)$/s.exec(text) ?? [];
    if (command === "/invite") on.act({ do: "invite", place: at });
    else on.act(command ? { do: "command", place: at, command, text: rest } : { do: "say", place: at, text });
  };
}

function offered(text, picture) {
  const name = /(?:^|\s)@([\w-]*)$/.exec(text);
  if (name) {
    return picture.people.filter((one) => !one.is_bot && one.name.startsWith(name[1]))
      .map((one) => ({ words: `@${one.name}`, about: one.real_name, becomes: text.slice(0, text.length - name[1].length) + one.name + " " }));
  }
  if (!text.startsWith("/")) return [];
  const [command, word] = text.split(/\s+/);
  const known = picture.commands.find((one) => one.name === command);
  if (!known || !/\s/.test(text)) {
    return picture.commands.filter((one) => one.name.startsWith(command)).map((one) => ({ words: one.name, about: `${one.about}  ${one.words}`, becomes: `${one.name} ` }));
  }
  const words = known.words.replace(/[[\]]/g, "").split("|").map((one) => one.trim()).filter((one) => one && !one.startsWith("@"));
  return words.filter((one) => one.startsWith(word ?? "") && one !== word).map((one) => ({ words: `${known.name} ${one}`, about: "", becomes: `${known.name} ${one}` }));
}
