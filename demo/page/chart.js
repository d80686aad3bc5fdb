// The data_visualization block, drawn; the same figures stand in a table for those who do not see the drawing.
// https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
import { el, svg } from "./dom.js";

const WIDE = 560, HIGH = 210, LEFT = 44, RIGHT = 16, TOP = 12;
const COLOURS = ["#2f6f6f", "#b0552f", "#5766b5", "#8a6d1f", "#a33b62", "#3f7d3a"];

export function chart(block) {
  const { title, chart: drawn } = block;
  const rows = drawn.type === "pie" ? drawn.segments.map((one) => [one.label, one.value]) : table(drawn);
  const names = drawn.type === "pie" ? ["", "Value"] : [drawn.axis_config.x_label ?? "", ...drawn.series.map((one) => one.name)];
  const picture = drawn.type === "pie" ? pie(drawn.segments) : axes(drawn);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", `${title}. ${spoken(drawn)}`);
  const keys = drawn.type === "pie" ? drawn.segments.map((one) => one.label) : drawn.series.map((one) => one.name);
  return el("figure", { class: "chart" }, el("figcaption", {}, title), picture, legend(keys), hidden(names, rows));
}

const table = (drawn) => drawn.axis_config.categories.map((label, at) => [label, ...drawn.series.map((one) => one.data[at]?.value)]);

function spoken(drawn) {
  if (drawn.type === "pie") return drawn.segments.map((one) => `${one.label}: ${one.value}`).join(", ");
  return drawn.series.map((one) => `${one.name}: ${one.data.map((point) => `${point.label} is ${point.value}`).join(", ")}`).join(". ");
}

const legend = (keys) => el("ul", { class: "legend", "aria-hidden": "true" }, keys.map((key, at) => {
  const dot = el("i");
  dot.style.setProperty("background-color", COLOURS[at % COLOURS.length]);
  return el("li", {}, dot, key);
}));

const hidden = (names, rows) => el("table", { class: "unseen" },
  el("thead", {}, el("tr", {}, names.map((name) => el("th", { scope: "col" }, name)))),
  el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell) => el("td", {}, String(cell)))))));

function scale(series) {
  const values = series.flatMap((one) => one.data.map((point) => point.value));
  const low = Math.min(0, ...values);
  const high = Math.max(...values, low + 1);
  const step = [1, 2, 5, 10, 20, 25, 50].map((one) => one * 10 ** Math.max(0, Math.floor(Math.log10(high - low)) - 1))
    .find((one) => (high - low) / one <= 5) ?? (high - low) / 5;
  const ticks = [];
  for (let tick = Math.floor(low / step) * step; tick < high + step; tick += step) ticks.push(tick);
  return { low: ticks[0], high: ticks.at(-1), ticks };
}

function axes(drawn) {
  const BOTTOM = drawn.axis_config.x_label ? 46 : 28;
  const { low, high, ticks } = scale(drawn.series);
  const { categories, x_label: across, y_label: up } = drawn.axis_config;
  const wide = WIDE - LEFT - RIGHT, high_ = HIGH - TOP - BOTTOM;
  const slot = wide / categories.length;
  const x = (at) => LEFT + slot * (at + 0.5);
  const y = (value) => TOP + high_ * (1 - (value - low) / (high - low));
  const parts = ticks.flatMap((tick) => [
    svg("line", { x1: LEFT, x2: WIDE - RIGHT, y1: y(tick), y2: y(tick), class: "grid" }),
    svg("text", { x: LEFT - 8, y: y(tick) + 4, class: "tick end" }, String(tick)),
  ]);
  categories.forEach((name, at) => parts.push(svg("text", { x: x(at), y: HIGH - BOTTOM + 18, class: "tick middle" }, name)));
  if (across) parts.push(svg("text", { x: LEFT + wide / 2, y: HIGH - 6, class: "label middle" }, across));
  if (up) parts.push(svg("text", { x: -(TOP + high_ / 2), y: 12, transform: "rotate(-90)", class: "label middle" }, up));
  drawn.series.forEach((one, at) => parts.push(...series(drawn, one, at, { x, y, slot, low })));
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}` }, parts);
}

function series(drawn, one, at, { x, y, slot, low }) {
  const colour = COLOURS[at % COLOURS.length];
  const named = (point) => svg("title", {}, `${point.label}: ${point.value}`);
  if (drawn.type === "bar") {
    const wide = (slot * 0.7) / drawn.series.length;
    return one.data.map((point, place) => svg("rect", {
      x: x(place) - slot * 0.35 + wide * at, width: Math.max(1, wide - 2), fill: colour,
      y: Math.min(y(point.value), y(0)), height: Math.abs(y(point.value) - y(0)),
    }, named(point)));
  }
  const path = one.data.map((point, place) => `${place ? "L" : "M"}${x(place)} ${y(point.value)}`).join("");
  const parts = [svg("path", { d: path, fill: "none", stroke: colour, "stroke-width": 2.5, "stroke-linejoin": "round" })];
  if (drawn.type === "area") {
    const floor = y(Math.max(0, low));
    const shape = `${path}L${x(one.data.length - 1)} ${floor}L${x(0)} ${floor}Z`;
    parts.unshift(svg("path", { d: shape, fill: colour, opacity: 0.18 }));
  }
  return [...parts, ...one.data.map((point, place) => svg("circle", { cx: x(place), cy: y(point.value), r: 4, fill: colour }, named(point)))];
}

function pie(segments) {
  const whole = segments.reduce((sum, one) => sum + one.value, 0);
  let turned = -Math.PI / 2;
  const parts = segments.map((one, at) => {
    const angle = (one.value / whole) * 2 * Math.PI;
    const from = turned;
    turned += angle;
    const edge = (turn) => `${WIDE / 2 + 95 * Math.cos(turn)} ${HIGH / 2 + 95 * Math.sin(turn)}`;
    const half = from + angle / 2;
    const d = `M${WIDE / 2} ${HIGH / 2}L${edge(from)}A95 95 0 0 1 ${edge(half)}A95 95 0 0 1 ${edge(turned)}Z`;
    return svg("path", { d, fill: COLOURS[at % COLOURS.length], stroke: "#fff" }, svg("title", {}, `${one.label}: ${one.value}`));
  });
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}` }, parts);
}
