// What people press, choose and fill in. Every field is {node, read}: `read` gives its state as Slack puts it into
// `state.values`, and `on.change` is called when a choice was made.
// https://docs.slack.dev/reference/block-kit/block-elements
import { el } from "./dom.js";
import { plainText, textOf } from "./text.js";

const TYPED = {
  plain_text_input: "text", number_input: "number", email_text_input: "email", url_text_input: "url",
};
const PICKED = { datepicker: ["date", "selected_date"], timepicker: ["time", "selected_time"] };

// `on` is {state, about, change(state), enter(state), suggest(typed), label, described}.
export function field(element, on) {
  const kind = element.type;
  if (kind in TYPED) return typed(element, on);
  if (kind in PICKED) return picked(element, on);
  if (kind === "datetimepicker") return moment(element, on);
  if (kind === "radio_buttons") return radios(element, on);
  if (kind === "checkboxes") return several(element, element.options.map(optionOf), on, "selected_options");
  if (kind === "static_select") return menu(element, groups(element), on, "selected_option");
  if (kind === "multi_static_select") return several(element, allOptions(element), on, "selected_options", true);
  if (kind === "users_select") return menu(element, [people(on.about)], on, "selected_user");
  if (kind === "multi_users_select") return several(element, people(on.about).options, on, "selected_users", true);
  if (kind === "channels_select") return menu(element, [channels(on.about, { include: ["public"] })], on, "selected_channel");
  if (kind === "conversations_select") return menu(element, conversations(element, on.about), on, "selected_conversation");
  if (kind === "external_select" || kind === "multi_external_select") return external(element, on);
  return null;
}

const names = (on) => ({ "aria-label": on.label ? null : on.name, "aria-describedby": on.described, id: on.label });
const plain = (object) => (object ? plainText(object.text) : "");
const optionOf = (option) => ({ key: option.value, state: option, text: option.text, about: option.description });
const allOptions = (element) => [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((one) => one.options)].map(optionOf);

function groups(element) {
  if (element.options) return [{ options: element.options.map(optionOf) }];
  return element.option_groups.map((one) => ({ label: plain(one.label), options: one.options.map(optionOf) }));
}

const named = (id, text) => ({ key: id, state: id, text: { type: "plain_text", text } });
const people = (about) => ({ label: "People", options: [...about.people.values()].filter((one) => !one.deleted).map((one) => named(one.id, one.real_name)) });

function channels(about, filter) {
  const kinds = filter?.include ?? ["public", "private"];
  const found = [...about.channels.values()].filter((one) => kinds.includes(one.kind));
  return { label: "Channels", options: found.map((one) => named(one.id, `#${one.name}`)) };
}

function conversations(element, about) {
  const kinds = element.filter?.include ?? ["public", "private", "im"];
  const humans = people(about).options.filter((one) => !(element.filter?.exclude_bot_users && about.people.get(one.key).is_bot));
  return [channels(about, { include: kinds }), ...(kinds.includes("im") ? [{ label: "People", options: humans }] : [])];
}

function typed(element, on) {
  const lines = element.type === "plain_text_input" && element.multiline;
  const node = el(lines ? "textarea" : "input", {
    ...names(on),
    type: lines ? null : TYPED[element.type] === "number" ? "text" : TYPED[element.type],
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
    rows: lines ? "4" : null,
    maxlength: element.max_length ? String(element.max_length) : null,
    placeholder: plain(element.placeholder) || null,
    autofocus: element.focus_on_load,
  });
  node.value = on.state?.value ?? "";
  const read = () => ({ type: element.type, value: node.value === "" ? null : node.value });
  const when = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || lines) return;
    if (on.dispatches && when.includes("on_enter_pressed")) on.change(read());
    if (on.dispatches || !on.inForm) event.preventDefault();
  });
  if (on.dispatches && when.includes("on_character_entered")) node.addEventListener("input", () => on.change(read()));
  return { node, read };
}

function picked(element, on) {
  const [type, name] = PICKED[element.type];
  const node = el("input", { ...names(on), type, autofocus: element.focus_on_load });
  node.value = on.state?.[name] ?? "";
  const read = () => ({ type: element.type, [name]: node.value || null });
  node.addEventListener("change", () => on.change(read()));
  return { node, read };
}

function moment(element, on) {
  const node = el("input", { ...names(on), type: "datetime-local", autofocus: element.focus_on_load });
  const zone = on.about.me.tz;
  if (on.state?.selected_date_time) node.value = localOf(on.state.selected_date_time, zone);
  const read = () => ({ type: element.type, selected_date_time: node.value ? secondsOf(node.value, zone) : null });
  node.addEventListener("change", () => on.change(read()));
  return { node, read };
}

export function localOf(seconds, zone) {
  return new Date(seconds * 1000).toLocaleString("sv-SE", { timeZone: zone }).slice(0, 16).replace(" ", "T");
}

export function secondsOf(local, zone) {
  const wanted = Date.parse(`${local}:00Z`) / 1000;
  let guess = wanted;
  for (let turn = 0; turn < 3; turn++) guess += wanted - Date.parse(`${localOf(guess, zone)}:00Z`) / 1000;
  return guess;
}

function radios(element, on) {
  const group = `r${Math.random().toString(36).slice(2)}`;
  const inputs = new Map();
  const node = el("div", { class: "choices", role: "radiogroup", "aria-labelledby": on.labelled, "aria-label": on.labelled ? null : on.name },
    element.options.map(optionOf).map((option) => {
      const input = el("input", { type: "radio", name: group, checked: on.state?.selected_option?.value === option.key });
      inputs.set(input, option);
      return choice(input, option, on.about);
    }));
  const read = () => ({ type: element.type, selected_option: [...inputs].find(([input]) => input.checked)?.[1].state ?? null });
  node.addEventListener("change", () => on.change(read()));
  return { node, read };
}

const keyOf = (state) => (typeof state === "string" ? state : state?.value);

function several(element, options, on, name, boxed = false) {
  const chosen = new Set((on.state?.[name] ?? []).map(keyOf));
  const inputs = new Map();
  const node = el("div", { class: boxed ? "choices boxed" : "choices", role: "group", "aria-labelledby": on.labelled, "aria-label": on.labelled ? null : on.name },
    options.map((option) => {
      const input = el("input", { type: "checkbox", checked: chosen.has(option.key) });
      inputs.set(input, option);
      return choice(input, option, on.about);
    }));
  const read = () => ({ type: element.type, [name]: [...inputs].filter(([input]) => input.checked).map(([, option]) => option.state) });
  const most = element.max_selected_items ?? Infinity;
  node.addEventListener("change", () => {
    const full = [...inputs.keys()].filter((input) => input.checked).length >= most;
    for (const input of inputs.keys()) input.disabled = full && !input.checked;
    on.change(read());
  });
  return { node, read };
}

const choice = (input, option, about) => el("label", {}, input, el("span", {}, textOf(option.text, about),
  option.about ? el("small", {}, textOf(option.about, about)) : null));

function menu(element, sections, on, name) {
  const byKey = new Map(sections.flatMap((one) => one.options).map((option) => [option.key, option.state]));
  const first = el("option", { value: "" }, plain(element.placeholder) || "Choose …");
  const line = (option) => el("option", { value: option.key }, plainText(option.text.text));
  const node = el("select", { ...names(on), autofocus: element.focus_on_load }, first,
    sections.flatMap((one) => (one.label && sections.length > 1 ? [el("optgroup", { label: one.label }, one.options.map(line))] : one.options.map(line))));
  node.value = keyOf(on.state?.[name]) ?? "";
  const read = () => ({ type: element.type, [name]: byKey.get(node.value) ?? null });
  node.addEventListener("change", () => on.change(read()));
  return { node, read };
}

function external(element, on) {
  const multi = element.type === "multi_external_select";
  const name = multi ? "selected_options" : "selected_option";
  let chosen = [on.state?.[name] ?? []].flat();
  const search = el("input", { ...names(on), type: "search", placeholder: plain(element.placeholder) || "Type to search …", role: "combobox", "aria-expanded": "false", autofocus: element.focus_on_load });
  const list = el("ul", { class: "offers", hidden: true });
  const chips = el("div", { class: "chips" });
  const read = () => ({ type: element.type, [name]: multi ? chosen : (chosen[0] ?? null) });
  const show = () => chips.replaceChildren(...chosen.map((one) => el("button", { type: "button", class: "chip", "aria-label": `Remove ${plain(one.text)}`, onclick: () => take(chosen.filter((other) => other !== one)) }, plain(one.text), " ×")));
  const take = (next) => {
    chosen = next;
    search.value = "";
    offer([]);
    show();
    on.change(read());
  };
  const offer = (options) => {
    list.replaceChildren(...options.map((one) => el("li", {}, el("button", { type: "button", onclick: () => take(multi ? [...chosen.filter((other) => other.value !== one.value), one] : [one]) }, plain(one.text)))));
    list.hidden = !options.length;
    search.setAttribute("aria-expanded", String(!list.hidden));
  };
  let waiting = 0;
  const ask = () => {
    clearTimeout(waiting);
    if (search.value.length < (element.min_query_length ?? 3)) return offer([]);
    waiting = setTimeout(async () => offer(await on.suggest(search.value)), 200);
  };
  search.addEventListener("input", ask);
  search.addEventListener("focus", ask);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Enter" && list.firstChild) list.querySelector("button").click();
    if (event.key === "Escape" && !list.hidden) (event.stopPropagation(), event.preventDefault(), offer([]));
  });
  show();
  return { node: el("div", { class: "external" }, chips, search, list), read };
}
