// The page: who I am, where I am, and what is there. It asks for a picture, draws it, and asks again when told to.
import { drawBlocks, drawMessage } from "./blocks.js";
import { composer } from "./composer.js";
import { avatar, el, svg } from "./dom.js";
import { ask, drawModals, tellTrouble } from "./modal.js";
import { clockTime, dayKey, longDay, longMoment, pretty } from "./text.js";
import * as wire from "./wire.js";

const $ = (id) => document.getElementById(id);
const place = new URLSearchParams(location.hash.slice(1));
const now = { me: place.get("me") ?? "", at: place.get("at") ?? "dm", picture: null, drawn: "", busy: false, follows: 0, latest: "" };

let loading = null;
let again = false;

async function look() {
  if (loading) return void (again = true);
  const { me, at } = now;
  loading = wire.picture(me, at, document.visibilityState === "visible");
  try {
    const picture = await loading;
    if (me === now.me && at === now.at) draw(picture);
  } catch {
    toast("The demo does not answer. Is make demo still running?");
  } finally {
    loading = null;
    if (again) (again = false), look();
  }
}

function draw(picture) {
  wire.listen(picture.me?.id ?? now.me, look, () => toast("The line to the demo is broken; trying again …"));
  if (!picture.me) return $("stream").replaceChildren(waiting(picture));
  now.picture = picture;
  now.me = picture.me.id;
  remember();
  const about = aboutOf(picture);
  ask.about = about;
  drawClock(picture, about);
  drawSide(picture);
  drawHead(picture);
  drawStream(picture, about);
  composer($("composer"), picture, now.at, { act: acted });
  drawModals(picture.modals, modalActs(about));
  if (picture.trouble) toast(picture.trouble, true);
}

const waiting = (picture) => el("div", { class: "waiting" }, el("h2", {}, "One moment"),
  el("p", {}, picture.preparing ? `A team is living through its first ten weeks with the real bot: ${picture.preparing}.` : "There is nobody here by that name."),
  picture.preparing ? null : el("a", { href: "/" }, "Start as somebody else"));

function aboutOf(picture) {
  return {
    me: picture.me, now: new Date(picture.now), go,
    people: new Map(picture.people.map((one) => [one.id, one])),
    channels: new Map(picture.places.filter((one) => ["public", "private"].includes(one.kind)).map((one) => [one.id, one])),
  };
}

function remember() {
  history.replaceState(null, "", `#${new URLSearchParams({ me: now.me, at: now.at })}`);
}

function go(at) {
  if (!now.picture.places.some((one) => one.id === at)) return;
  now.at = at;
  now.drawn = "";
  acted({ do: "open", place: at });
  look();
}

function become(id) {
  Object.assign(now, { me: id, drawn: "" });
  $("modal").close();
  acted({ do: "open", place: now.at });
  look();
}

async function acted(what) {
  if (["command", "say", "invite"].includes(what.do) || (what.do === "tap" && what.place)) now.follows = Date.now() + 8000;
  const answer = await wire.act({ me: now.me, ...what });
  if (answer.error && !tellTrouble(answer.error)) toast(answer.error);
  return answer;
}

// --- time -----------------------------------------------------------------------------------------------------

const STEPS = [["event", "Next event"], ["day", "One day"], ["week", "One week"]];

function drawClock(picture, about) {
  const when = new Date(picture.now);
  const city = picture.me.tz.split("/").at(-1).replaceAll("_", " ");
  const still = !picture.moving && !now.busy;
  const focused = document.activeElement?.dataset?.step;
  $("clock").replaceChildren(
    el("img", { src: "/page/candor.svg", alt: "", class: "mark" }),
    el("strong", {}, "Candor’s demo"),
    el("span", { class: "when" }, el("time", { datetime: picture.now }, longMoment(when, about.me.tz)), ` in ${city}`),
    el("span", { class: "steps", role: "group", "aria-label": "Move time" },
      el("span", { class: "unwide", "aria-hidden": "true" }, still ? "Move time:" : "Moving …"),
      STEPS.map(([by, words]) => el("button", { type: "button", class: "step", "data-step": by, "aria-disabled": still ? null : "true", onclick: () => moved(by) }, words))));
  if (focused) $("clock").querySelector(`[data-step=${focused}]`).focus();
}

async function moved(by) {
  if (now.busy || now.picture.moving) return;
  now.busy = true;
  const before = new Map(now.picture.places.map((one) => [one.id, one.unread]));
  const last = now.picture.messages.at(-1)?.ts;
  drawClock(now.picture, aboutOf(now.picture));
  const answer = await wire.move(by);
  now.busy = false;
  const picture = await wire.picture(now.me, now.at, true);
  draw(picture);
  toast(answer.error ?? news(picture, before, last));
}

function news(picture, before, last) {
  const when = pretty(new Date(picture.now), aboutOf(picture), "") && longMoment(new Date(picture.now), picture.me.tz);
  const here = picture.messages.at(-1)?.ts !== last ? [picture.places.find((one) => one.id === now.at)?.name] : [];
  const there = picture.places.filter((one) => one.unread > (before.get(one.id) ?? 0) && one.id !== now.at).map((one) => one.name);
  const found = [...here, ...there];
  return `It is ${when}. ${found.length ? `Something new for you: ${found.join(", ")}.` : "Nothing new for you."}`;
}

// --- people and places ----------------------------------------------------------------------------------------

const icon = (d) => svg("svg", { viewBox: "0 0 16 16" }, svg("path", { d }));
const lock = () => icon("M8 1a3.5 3.5 0 0 0-3.5 3.5V7H3v8h10V7h-1.5V4.500A3.500 3.500 0 0 0 8 1Zm-1.700 6V4.500a1.700 1.700 0 0 1 3.400 0V7Z");
const house = () => icon("M8 1 1 7.500h2V15h4v-4h2v4h4V7.500h2Z");
const eye = () => icon("M8 3C4 3 1.500 6.500 1 8c.5 1.500 3 5 7 5s6.500-3.500 7-5c-.5-1.500-3-5-7-5Zm0 8a3 3 0 1 1 0-6 3 3 0 0 1 0 6Z");

function drawSide(picture) {
  const focused = document.activeElement?.dataset?.go;
  const signs = { public: () => "#", private: lock, dm: () => avatar({ is_bot: true }), home: house };
  const person = (one) => el("button", { type: "button", class: "person", "data-go": one.id, "aria-pressed": String(one.id === now.me), onclick: () => become(one.id), title: one.tz },
    avatar(one), el("span", { class: "name" }, one.real_name), one.id === now.me ? el("span", { class: "you" }, "you") : null);
  const room = (one) => el("button", { type: "button", class: "place", "data-go": one.id, "aria-current": one.id === now.at ? "page" : null, onclick: () => go(one.id) },
    el("span", { class: "sign", "aria-hidden": "true" }, signs[one.kind]()),
    el("span", { class: "name" }, one.kind === "home" ? "Candor’s Home" : one.kind === "dm" ? "Candor" : one.name),
    one.unread && one.id !== now.at ? el("span", { class: "unread", "aria-label": `${one.unread} new` }, String(one.unread)) : null);
  const kinds = (...wanted) => picture.places.filter((one) => wanted.includes(one.kind)).map(room);
  $("side").replaceChildren(
    el("h2", {}, "Channels"), el("div", { class: "places" }, kinds("public", "private")),
    el("h2", {}, "Candor"), el("div", { class: "places" }, kinds("dm", "home")),
    el("h2", {}, "You are"), el("div", { class: "people" }, picture.people.filter((one) => !one.is_bot && !one.deleted).map(person)));
  if (focused) $("side").querySelector(`[data-go="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function drawHead(picture) {
  const here = picture.places.find((one) => one.id === now.at) ?? picture.places[0];
  const titles = { dm: "Candor", home: "Candor’s Home" };
  const words = { private: "A private channel with all eight of you.", public: "A channel with all eight of you.", dm: "Only you and Candor see this.", home: "What Candor knows of you; only you see this." };
  document.title = `${titles[here.kind] ?? `#${here.name}`} · Candor’s demo`;
  const invite = !here.bot && el("button", { type: "button", class: "press primary", onclick: () => acted({ do: "invite", place: here.id }) }, "Invite Candor");
  $("head").replaceChildren(el("h1", {}, titles[here.kind] ?? `#${here.name}`), el("p", {}, words[here.kind]), invite || "");
  drawHint(picture);
}

function drawHint(picture) {
  const open = now.at === "dm" && picture.messages.some((one) => JSON.stringify(one.blocks).includes("checkin.answer_"));
  const done = stored("hint") === "done";
  $("hint").hidden = done;
  if (done) return;
  $("hint").replaceChildren(
    el("span", {}, open ? "New here? A meeting has just ended and Candor asks you about it, below: tap an answer, then one more. After that, open the channel #product for the week’s post."
      : "Move time at the top, choose a name to be somebody else, type /trust or /reset in a channel. Nothing here leaves this machine, unless you connect a calendar."),
    el("button", { type: "button", class: "cross", "aria-label": "Hide this hint", onclick: () => (stored("hint", "done"), drawHint(picture)) }, "×"));
}

function stored(name, value) {
  try {
    if (value !== undefined) sessionStorage.setItem(name, value);
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

// --- what is said ---------------------------------------------------------------------------------------------

const kept = new Map(); // what each message looked like, so that only what changed is drawn anew

function drawStream(picture, about) {
  const stream = $("stream");
  const key = `${now.me} ${now.at}`;
  if (now.at === "home") return drawHome(picture, about, key);
  const fresh = now.drawn !== key;
  const low = fresh || stream.scrollHeight - stream.scrollTop - stream.clientHeight < 90;
  const mine = Date.now() < now.follows && picture.messages.at(-1)?.ts !== now.latest; // the answer to what I just did
  if (fresh) kept.clear();
  const nodes = picture.messages.flatMap((one, index) => [dayLine(one, picture.messages[index - 1], about), message(one, picture, about)]);
  if (!picture.messages.length) nodes.push(el("p", { class: "empty" }, now.at === "dm" ? "Candor has not written to you. It does so only after you have joined." : "Nobody has said anything here yet."));
  const focus = document.activeElement?.closest?.("article")?.dataset.ts;
  const key_ = document.activeElement?.dataset?.key;
  settleNodes(stream, nodes.filter(Boolean));
  if (focus && !stream.contains(document.activeElement)) refocus(stream, focus, key_);
  if (low || mine) showLatest(stream, fresh);
  now.latest = picture.messages.at(-1)?.ts;
  now.drawn = key;
}

// The latest message is what one came for: a tall one is shown from its beginning, unless one was reading its end.
function showLatest(stream, fresh) {
  const latest = [...stream.querySelectorAll("article")].at(-1);
  const tall = latest && latest.offsetHeight > stream.clientHeight - 40;
  stream.scrollTop = tall && (fresh || latest.dataset.ts !== now.latest) ? latest.offsetTop - stream.offsetTop - 8 : stream.scrollHeight;
}

function settleNodes(stream, nodes) {
  const wanted = new Set(nodes);
  for (const old of [...stream.childNodes]) if (!wanted.has(old)) old.remove();
  nodes.forEach((node, index) => stream.childNodes[index] === node || stream.insertBefore(node, stream.childNodes[index] ?? null));
}

function refocus(stream, ts, key) {
  const article = stream.querySelector(`article[data-ts="${CSS.escape(ts)}"]`);
  (key && article?.querySelector(`[data-key="${CSS.escape(key)}"]`) || article)?.focus();
}

function dayLine(one, before, about) {
  const day = new Date(Number(one.ts) * 1000);
  if (before && dayKey(new Date(Number(before.ts) * 1000), about.me.tz) === dayKey(day, about.me.tz)) return null;
  return known(`day ${dayKey(day, about.me.tz)}`, pretty(day, about, longDay(day, about.me.tz)), (words) => el("h2", { class: "day" }, el("span", {}, words)));
}

function known(name, content, make) {
  const stamp = JSON.stringify(content);
  const had = kept.get(name);
  if (had?.stamp === stamp) return had.node;
  const node = make(content);
  kept.set(name, { stamp, node });
  return node;
}

function message(one, picture, about) {
  const today = dayKey(about.now, about.me.tz);
  return known(`message ${one.ts}`, [one, today, picture.people.length], () => {
    const by = about.people.get(one.user);
    const when = new Date(Number(one.ts) * 1000);
    return el("article", { class: one.ephemeral ? "message ephemeral" : "message", tabindex: "-1", "data-ts": one.ts, "aria-label": `${by?.real_name ?? "Somebody"}, ${clockTime(when, about.me.tz)}` },
      avatar(by),
      el("div", { class: "content" },
        one.ephemeral ? el("p", { class: "only" }, eye(), " Only visible to you") : null,
        el("p", { class: "by" }, el("strong", {}, by?.real_name ?? "Somebody"), by?.is_bot ? el("span", { class: "app" }, "APP") : null,
          el("time", { datetime: when.toISOString(), title: longMoment(when, about.me.tz) }, clockTime(when, about.me.tz)),
          one.edited ? el("small", {}, "(edited)") : null),
        drawMessage(one, messageActs(one, about))));
  });
}

function messageActs(one, about) {
  const at = { place: now.at, ts: one.ts };
  return acts(about, at, one.state, () => (kept.delete(`message ${one.ts}`), look()));
}

function acts(about, at, state, redraw) {
  return {
    about, state, sure: ask, redraw,
    tap: (block, element, option) => acted({ do: "tap", ...at, block_id: block.block_id, action_id: element.action_id, value: element.value ?? null, option: option ?? null }),
    suggest: async (block, element, typed) => (await acted({ do: "suggest", ...at, block_id: block.block_id, action_id: element.action_id, typed })).options ?? [],
  };
}

function modalActs(about) {
  const told = (view, block, element) => ({ view: view.id, block_id: block.block_id, action_id: element.action_id });
  return {
    about, redraw: look,
    tap: (view, block, element, option, typed) => acted({ do: "tap", ...told(view, block, element), value: element.value ?? null, option: option ?? null, typed }),
    suggest: async (view, block, element, typed) => (await acted({ do: "suggest", ...told(view, block, element), typed })).options ?? [],
    submit: (view, typed) => acted({ do: "submit", view: view.id, typed }).then(look),
    close: (everything) => acted({ do: "close", everything }).then(look),
  };
}

function drawHome(picture, about, key) {
  const stamp = `${key} ${picture.home?.hash} ${dayKey(about.now, about.me.tz)}`;
  if (now.drawn === stamp) return;
  const fresh = !now.drawn.startsWith(key);
  const focused = document.activeElement?.dataset?.key;
  const home = picture.home;
  const blocks = home ? drawBlocks(home.blocks, acts(about, { view: home.id }, home.state, () => ((now.drawn = ""), look()))) : [el("p", { class: "empty" }, "Candor is drawing this page …")];
  kept.clear();
  $("stream").replaceChildren(el("div", { class: "home" }, blocks));
  if (fresh) $("stream").scrollTop = 0;
  else if (focused) $("stream").querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  now.drawn = stamp;
}

// --- beside ---------------------------------------------------------------------------------------------------

let fading = 0;

function toast(sentence, stays = false) {
  $("toast").textContent = sentence;
  $("toast").classList.add("shown");
  clearTimeout(fading);
  if (!stays) fading = setTimeout(() => $("toast").classList.remove("shown"), 6000);
}

window.addEventListener("hashchange", () => {
  const wanted = new URLSearchParams(location.hash.slice(1));
  if (wanted.get("me") !== now.me || wanted.get("at") !== now.at) location.reload();
});
look().then(() => now.at === "home" && acted({ do: "open", place: "home" }));
