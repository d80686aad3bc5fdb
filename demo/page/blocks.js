// Blocks as Slack shows them, in messages, modals and the Home tab.
// https://docs.slack.dev/reference/block-kit/blocks
import { chart } from "./chart.js";
import { el } from "./dom.js";
import { field } from "./fields.js";
import { mrkdwn, plainText, textOf } from "./text.js";

let numbers = 0;

// `on` is {about, state, errors, readers, tap(block, element, option), suggest(block, element, typed), inForm}.
export function drawBlocks(blocks, on) {
  return blocks.map((block) => {
    const draw = DRAWN[block.type];
    return draw ? draw(block, on) : unknown(block.type);
  });
}

const unknown = (type) => el("p", { class: "unknown" }, `(this page cannot show a ${type})`);

const DRAWN = {
  section: (block, on) => el("div", { class: "section" },
    el("div", { class: "words" },
      block.text ? el("div", { class: "text" }, textOf(block.text, on.about)) : null,
      block.fields ? el("div", { class: "fields" }, block.fields.map((one) => el("div", {}, textOf(one, on.about)))) : null),
    block.accessory ? element(block, block.accessory, on) : null),
  header: (block) => el("h3", { class: "header" }, plainText(block.text.text)),
  divider: () => el("hr"),
  image: (block) => el("figure", { class: "image" }, block.title ? el("figcaption", {}, plainText(block.title.text)) : null, image(block)),
  context: (block, on) => el("div", { class: "context" }, block.elements.map((one) =>
    one.type === "image" ? image(one) : el("span", {}, textOf(one, on.about)))),
  actions: (block, on) => el("div", { class: "actions" }, block.elements.map((one) => element(block, one, on))),
  data_visualization: (block) => chart(block),
  input,
};

// Nothing is fetched from outside: a picture from elsewhere is shown by what it says, and can be opened.
function image(one) {
  if (one.image_url.startsWith("/") || one.image_url.startsWith("data:image/")) return el("img", { src: one.image_url, alt: one.alt_text });
  return el("a", { class: "picture", href: one.image_url, target: "_blank", rel: "noopener noreferrer" }, `Picture: ${one.alt_text}`);
}

const stateOf = (block, one, on) => on.state?.[block.block_id]?.[one.action_id];
const keyOf = (block, one) => `${block.block_id} ${one.action_id}`;

function element(block, one, on) {
  if (one.type === "image") return image(one);
  const node = one.type === "button" ? button(block, one, on) : one.type === "overflow" ? overflow(block, one, on) : chooser(block, one, on);
  node.dataset.type = one.type;
  return node;
}

function button(block, one, on) {
  const given = { class: `press ${one.style ?? ""}`, "aria-label": one.accessibility_label, "data-key": keyOf(block, one), "data-action": one.action_id };
  const press = async () => {
    if (await on.sure(one.confirm)) on.tap(block, one);
  };
  if (one.url) return el("a", { ...given, href: one.url, target: "_blank", rel: "noopener noreferrer", onclick: press }, plainText(one.text.text));
  return el("button", { ...given, type: "button", onclick: press }, plainText(one.text.text));
}

function overflow(block, one, on) {
  const menu = el("ul", { class: "offers", hidden: true });
  const opener = el("button", { class: "press", type: "button", "aria-label": "More", "aria-haspopup": "true", "aria-expanded": "false", "data-key": keyOf(block, one), "data-action": one.action_id }, "…");
  const show = (open) => {
    menu.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.addEventListener("click", () => show(menu.hidden));
  menu.append(...one.options.map((option) => el("li", {}, el("button", { type: "button", onclick: async () => {
    show(false);
    if (option.url) window.open(option.url, "_blank", "noopener");
    if (await on.sure(one.confirm)) on.tap(block, one, option);
  } }, plainText(option.text.text), option.description ? el("small", {}, plainText(option.description.text)) : null))));
  const node = el("span", { class: "overflow" }, opener, menu);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.preventDefault();
    event.stopPropagation();
    show(false);
    opener.focus();
  });
  node.addEventListener("focusout", (event) => node.contains(event.relatedTarget) || show(false));
  return node;
}

function chooser(block, one, on) {
  const drawn = field(one, {
    about: on.about,
    state: stateOf(block, one, on),
    name: one.placeholder ? plainText(one.placeholder.text) : block.text ? plainText(block.text.text).replace(/[*_~`]/g, "") : "Choose",
    change: async (state) => ((await on.sure(one.confirm)) ? on.tap(block, one, state) : on.redraw()),
    suggest: (typed) => on.suggest(block, one, typed),
  });
  if (!drawn) return unknown(one.type);
  on.readers?.set(keyOf(block, one), { block, one, read: drawn.read });
  (drawn.node.matches("input, select, textarea") ? drawn.node : drawn.node.querySelector("input, select"))?.setAttribute("data-key", keyOf(block, one));
  return el("span", { class: "chooser", "data-action": one.action_id }, drawn.node);
}

function input(block, on) {
  const one = block.element;
  const id = `f${++numbers}`;
  const error = on.errors?.[block.block_id];
  const grouped = ["radio_buttons", "checkboxes", "multi_static_select", "multi_users_select"].includes(one.type);
  const drawn = field(one, {
    about: on.about,
    state: stateOf(block, one, on),
    label: id,
    labelled: `${id}l`,
    described: [block.hint ? `${id}h` : "", error ? `${id}e` : ""].join(" ").trim() || null,
    dispatches: block.dispatch_action,
    inForm: on.inForm,
    change: (state) => block.dispatch_action && on.tap(block, one, state),
    suggest: (typed) => on.suggest(block, one, typed),
  });
  if (!drawn) return unknown(one.type);
  on.readers?.set(keyOf(block, one), { block, one, read: drawn.read });
  const control = drawn.node.matches("input, select, textarea") ? drawn.node : drawn.node.querySelector("input, select");
  control?.setAttribute("data-key", keyOf(block, one));
  if (error) control?.setAttribute("aria-invalid", "true");
  const words = [plainText(block.label.text), block.optional ? el("small", {}, " (optional)") : null];
  return el("div", { class: error ? "input wrong" : "input", "data-block": block.block_id },
    grouped ? el("div", { class: "label", id: `${id}l` }, words) : el("label", { class: "label", for: id, id: `${id}l` }, words),
    el("div", { "data-type": one.type }, drawn.node),
    error ? el("p", { class: "error", id: `${id}e`, role: "alert" }, error) : null,
    block.hint ? el("p", { class: "hint", id: `${id}h` }, plainText(block.hint.text)) : null);
}

export function drawMessage(message, on) {
  if (message.blocks.length) return drawBlocks(message.blocks, on);
  return [el("div", { class: "section" }, el("div", { class: "text" }, mrkdwn(message.text, on.about)))];
}
