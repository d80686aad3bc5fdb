// Slack's markup and Slack's dates, as nodes.
// https://docs.slack.dev/messaging/formatting-message-text
import { el } from "./dom.js";

const EMOJI = {
  wave: "👋", tada: "🎉", bulb: "💡", lock: "🔒", eyes: "👀", pray: "🙏", warning: "⚠️", seedling: "🌱", heart: "❤️",
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", calendar: "📅", hourglass: "⌛", smile: "😄", thinking_face: "🤔",
  speech_balloon: "💬", arrow_right: "➡️", chart_with_upwards_trend: "📈", clock1: "🕐", palm_tree: "🌴", "+1": "👍",
};

const plainOf = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function textOf(object, about) {
  if (!object) return "";
  return object.type === "mrkdwn" ? mrkdwn(object.text, about) : plainText(object.text);
}

export function plainText(text) {
  return withEmoji(plainOf(text));
}

const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

export function mrkdwn(text, about) {
  const all = document.createDocumentFragment();
  text.split("```").forEach((part, index, parts) => {
    if (index % 2 && index < parts.length - 1) all.append(el("pre", {}, plainOf(part.replace(/^\n|\n$/g, ""))));
    else all.append(...paragraphs(index % 2 ? "```" + part : part, about));
  });
  return all;
}

function paragraphs(text, about) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, index) => {
    const quoted = /^(?:&gt;|>) ?/.exec(line);
    if (quoted) {
      if (!quote) nodes.push((quote = el("blockquote")));
      else quote.append(el("br"));
      quote.append(...inline(line.slice(quoted[0].length), about));
      return;
    }
    if (index && !quote) nodes.push(el("br"));
    quote = null;
    nodes.push(...inline(line, about));
  });
  return nodes;
}

const MARKS = { "*": "strong", _: "em", "~": "s" };
const isWord = (sign) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);

function inline(text, about) {
  const nodes = [];
  let said = "";
  const flush = () => {
    if (said) nodes.push(withEmoji(plainOf(said)));
    said = "";
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    const end = closing(text, at);
    if (end < 0) {
      said += sign;
      continue;
    }
    flush();
    const inner = text.slice(at + 1, end);
    if (sign === "`") nodes.push(el("code", {}, plainOf(inner)));
    else if (sign === "<") nodes.push(special(inner, about));
    else nodes.push(el(MARKS[sign], {}, ...inline(inner, about)));
    at = end;
  }
  flush();
  return nodes;
}

function closing(text, at) {
  const sign = text[at];
  if (sign === "`") return text.indexOf("`", at + 2);
  if (sign === "<") return text.indexOf(">", at + 2);
  if (!(sign in MARKS) || isWord(text[at - 1]) || !text[at + 1] || /\s/.test(text[at + 1]) || text[at + 1] === sign) return -1;
  let depth = 0;
  for (let end = at + 1; end < text.length; end++) {
    depth += text[end] === "<" ? 1 : text[end] === ">" && depth ? -1 : 0;
    if (!depth && text[end] === sign && !/\s/.test(text[end - 1]) && !isWord(text[end + 1])) return end;
  }
  return -1;
}

function special(inner, about) {
  const [target, ...rest] = inner.split("|");
  const label = rest.join("|");
  if (target.startsWith("!date^")) return dateOf(target, label, about);
  if (target.startsWith("@")) {
    const person = about.people.get(target.slice(1));
    const mine = person?.id === about.me.id;
    return el("span", { class: mine ? "mention mine" : "mention" }, "@" + (person?.real_name ?? (label || "someone")));
  }
  if (target.startsWith("#")) {
    const name = about.channels.get(target.slice(1))?.name ?? (label || "a channel");
    return el("button", { class: "mention", type: "button", onclick: () => about.go(target.slice(1)) }, "#" + name);
  }
  if (target.startsWith("!")) return el("span", { class: "mention" }, "@" + (label || target.slice(1)));
  if (/^(https?:|mailto:)/.test(target)) {
    return el("a", { href: plainOf(target), target: "_blank", rel: "noopener noreferrer" }, plainOf(label || target));
  }
  return plainOf(`<${inner}>`);
}

function dateOf(target, label, about) {
  const [, seconds, pattern, link] = target.split("^");
  const when = new Date(Number(seconds) * 1000);
  if (Number.isNaN(when.getTime())) return label;
  const shown = pattern.replace(/\{(\w+)\}/g, (whole, name) => part(name, when, about) ?? whole);
  const node = el("time", { datetime: when.toISOString(), title: longMoment(when, about.me.tz) }, shown);
  return link ? el("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, node) : node;
}

const format = (when, zone, options) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }).format(when);
export const dayKey = (when, zone) => format(when, zone, { year: "numeric", month: "2-digit", day: "2-digit" });
export const clockTime = (when, zone) => format(when, zone, { hour: "2-digit", minute: "2-digit" });
export const longDay = (when, zone) => format(when, zone, { weekday: "long", day: "numeric", month: "long" });
export const longMoment = (when, zone) =>
  format(when, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });

export function pretty(when, about, otherwise) {
  const days = { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" };
  for (const [shift, word] of Object.entries(days)) {
    if (dayKey(new Date(about.now.getTime() + Number(shift) * 86400000), about.me.tz) === dayKey(when, about.me.tz)) return word;
  }
  return otherwise;
}

function part(name, when, about) {
  const zone = about.me.tz;
  const day = {
    date: { day: "numeric", month: "long", year: "numeric" },
    date_short: { day: "numeric", month: "short", year: "numeric" },
    date_long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  };
  if (name === "time") return clockTime(when, zone);
  if (name === "time_secs") return format(when, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  if (name === "date_num") return dayKey(when, zone).split("/").reverse().join("-");
  if (name === "ago") return ago(when, about.now);
  const plain = name.replace("_pretty", "");
  if (!(plain in day)) return undefined;
  const written = format(when, zone, day[plain]);
  return name.endsWith("_pretty") ? pretty(when, about, written).replace(/^[YT]/, (sign) => sign.toLowerCase()) : written;
}

function ago(when, now) {
  const minutes = Math.round((when - now) / 60000);
  const words = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
  if (Math.abs(minutes) < 90) return words.format(minutes, "minute");
  return Math.abs(minutes) < 36 * 60 ? words.format(Math.round(minutes / 60), "hour") : words.format(Math.round(minutes / 1440), "day");
}
