// Building nodes: el("button", {class: "x", onclick: f}, "text", node, …). Text is always text, never markup.

export function el(name, given = {}, ...inside) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...inside.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return node;
}

export function svg(name, given = {}, ...inside) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(given)) node.setAttribute(key, value);
  node.append(...inside.flat());
  return node;
}

const COLOURS = ["#7b4f9d", "#1d7a8c", "#b0552f", "#3f7d3a", "#a33b62", "#5766b5", "#8a6d1f", "#4d6f7d"];

export function avatar(person) {
  if (person?.is_bot) return el("img", { class: "avatar", src: "/page/candor.svg", alt: "" });
  const name = person?.real_name ?? "?";
  const initials = name.split(" ").map((part) => part[0]).slice(0, 2).join("");
  const place = [...(person?.name ?? "")].reduce((sum, sign) => sum + sign.codePointAt(0), 0);
  const node = el("span", { class: "avatar", "aria-hidden": "true" }, initials);
  node.style.setProperty("background-color", COLOURS[place % COLOURS.length]);
  return node;
}
