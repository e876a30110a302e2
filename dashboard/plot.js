// A chart, drawn by plotly: at once where it is in sight, else as soon as the browser has nothing better to do.
// One that is there already is changed in its place, not made anew.
const charts = new Map();
const waiting = new Set();
const whenIdle = window.requestIdleCallback ?? setTimeout;
const CALM = 150;
let calm = 0;
let loading;

// One that did not come is asked for again with the next chart.
const load = (address) => (loading ??= import(new URL(address, document.baseURI)).catch(() => { loading = undefined; }));

// What has no width is in a part of the page that is closed: it waits until that is opened.
const canBeDrawn = (frame) => window.Plotly && frame.clientWidth > 0;

const draw = (frame) => {
  if (!canBeDrawn(frame) || !waiting.delete(frame)) return;
  const chart = charts.get(frame);
  const { data, layout } = JSON.parse(chart.figure);
  const place = frame.firstElementChild;
  window.Plotly.react(place, data, { ...layout, width: frame.clientWidth }, { displayModeBar: false, displayNotifier: false });
  if (!chart.isDrawn) place.on("plotly_click", ({ points }) => chart.ask(points[0].customdata));
  chart.isDrawn = true;
  delete frame.dataset.waiting;
};

const drawOthers = () => {
  const next = [...waiting].find(canBeDrawn);
  if (!next) return;
  draw(next);
  whenIdle(drawOthers);
};

const drawSoon = () => {
  for (const frame of waiting) if (charts.get(frame).isInSight) draw(frame);
  clearTimeout(calm);
  calm = setTimeout(() => whenIdle(drawOthers), CALM);
};

const sight = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) if (charts.has(target)) charts.get(target).isInSight = isIntersecting;
  drawSoon();
});

const width = new ResizeObserver((changed) => {
  for (const { target } of changed) {
    const place = target.firstElementChild;
    const room = target.clientWidth;
    if (charts.get(target)?.isDrawn && room && Math.abs(room - place._fullLayout.width) > 1) window.Plotly.relayout(place, { width: room });
  }
});

addEventListener("beforeprint", () => waiting.forEach(draw));

export default ({ data, parentElement, setTriggerValue }) => {
  const frame = parentElement.querySelector(".plot");
  const isNew = !charts.has(frame);
  if (isNew) charts.set(frame, {});
  const chart = charts.get(frame);
  chart.ask = (point) => data.leads && point && setTriggerValue("point", point);
  if (frame.ariaLabel !== data.alt) frame.ariaLabel = data.alt;
  if (chart.figure !== data.figure) {
    chart.figure = frame.figure = data.figure;
    frame.dataset.waiting = "";
    frame.style.minHeight = `${data.height}px`;
    waiting.add(frame);
    load(data.plotly).then(drawSoon);
  }
  if (isNew) {
    sight.observe(frame);
    width.observe(frame);
  }
  return () => {
    sight.unobserve(frame);
    width.unobserve(frame);
    waiting.delete(frame);
    charts.delete(frame);
    window.Plotly?.purge(frame.firstElementChild);
  };
};
