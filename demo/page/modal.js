// Modals: the top of what the bot has opened for this person, and the small question before a weighty press.
import { drawBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { plainText, textOf } from "./text.js";

const dialog = document.getElementById("modal");
const asking = document.getElementById("confirm");
let shown = null; // {view, readers} of what is on top

const keyOf = (view, depth) => `${view.id} ${view.hash} ${JSON.stringify(view.errors)} ${depth}`;

export function drawModals(views, on) {
  const view = views.at(-1);
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  if (shown?.key === keyOf(view, views.length)) return;
  const typed = shown?.view.id === view.id ? unsent(shown, view) : {};
  const focused = dialog.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const readers = new Map();
  const acting = {
    about: on.about, errors: view.errors, readers, sure: ask, redraw: on.redraw, inForm: true,
    state: merged(view.state, typed),
    tap: (block, element, option) => on.tap(view, block, element, option, typedIn(readers)),
    suggest: (block, element, text) => on.suggest(view, block, element, text),
  };
  shown = { key: keyOf(view, views.length), view, readers };
  const form = el("form", { novalidate: true, onsubmit: (event) => (event.preventDefault(), view.submit && on.submit(view, typedIn(readers))) },
    head(view, views.length, on),
    el("div", { class: "body" }, drawBlocks(view.blocks, acting)),
    foot(view, on));
  dialog.replaceChildren(form);
  dialog.oncancel = (event) => (event.preventDefault(), on.close(false));
  if (!dialog.open) dialog.showModal();
  focus(view, focused);
}

function head(view, depth, on) {
  return el("div", { class: "top" },
    el("h2", { id: "modal-title" }, plainText(view.title?.text ?? "")),
    depth > 1 ? el("span", { class: "depth" }, `${depth} of 3`) : null,
    el("button", { type: "button", class: "cross", "aria-label": "Close", onclick: () => on.close(true) }, "×"));
}

function foot(view, on) {
  const close = el("button", { type: "button", class: "press", "data-modal": "close", onclick: () => on.close(false) }, plainText(view.close?.text ?? (view.submit ? "Cancel" : "Close")));
  const submit = view.submit ? el("button", { type: "submit", class: "press primary", "data-modal": "submit" }, plainText(view.submit.text)) : null;
  return el("div", { class: "foot" }, el("p", { class: "trouble", role: "alert" }), close, submit);
}

export function tellTrouble(sentence) {
  const place = dialog.querySelector(".trouble");
  if (place && dialog.open) place.textContent = sentence;
  return Boolean(place && dialog.open);
}

function focus(view, key) {
  const wrong = dialog.querySelector("[aria-invalid=true]");
  const again = key ? dialog.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".body input, .body select, .body textarea, .body button:not(.mention), .foot button");
  (Object.keys(view.errors).length ? wrong : (again ?? first))?.focus();
}

function typedIn(readers) {
  const typed = {};
  for (const { block, one, read } of readers.values()) (typed[block.block_id] ??= {})[one.action_id] = read();
  return typed;
}

// What was typed since the view came stays typed when the view is shown anew, unless the bot changed that field.
function unsent(before, view) {
  const kept = {};
  for (const [block, states] of Object.entries(typedIn(before.readers))) {
    for (const [name, state] of Object.entries(states)) {
      const was = JSON.stringify(before.view.state[block]?.[name]);
      if (was !== undefined && was === JSON.stringify(view.state[block]?.[name])) (kept[block] ??= {})[name] = state;
    }
  }
  return kept;
}

function merged(state, typed) {
  return Object.fromEntries(Object.entries(state).map(([block, states]) => [block, { ...states, ...typed[block] }]));
}

export function ask(question, about) {
  if (!question) return Promise.resolve(true);
  return new Promise((decided) => {
    const answer = (sure) => () => (asking.close(), decided(sure));
    asking.replaceChildren(el("div", { class: "ask" },
      el("h2", { id: "confirm-title" }, plainText(question.title.text)),
      el("div", { class: "body" }, question.text.type === "mrkdwn" ? textOf(question.text, about ?? ask.about) : plainText(question.text.text)),
      el("div", { class: "foot" },
        el("button", { type: "button", class: "press", onclick: answer(false) }, plainText(question.deny.text)),
        el("button", { type: "button", class: `press ${question.style ?? "primary"}`, onclick: answer(true) }, plainText(question.confirm.text)))));
    asking.oncancel = (event) => (event.preventDefault(), answer(false)());
    asking.showModal();
  });
}
