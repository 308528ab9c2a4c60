"use strict";
const { report, plots } = JSON.parse(document.getElementById("data").textContent);
const names = report.classes.map(each => each.name);
const byId = id => document.getElementById(id);
const shown = { fitted: true, tested: true };
const camera = { turn: .6, tilt: .35, zoom: 1 };
let flatPlaces = [], deepPlaces = [];

function text(value) { return value.toFixed(3); }
function spreadText(spread) {
  return spread.repeats > 1 ? `${text(spread.mean)} ± ${text(spread.deviation)}` : text(spread.mean);
}
function element(tag, content, className) {
  const made = document.createElement(tag);
  if (content !== undefined) made.textContent = content;
  if (className) made.className = className;
  return made;
}
function options(select, values, chosen) {
  select.replaceChildren(...values.map(value => new Option(value, value, false, value === chosen)));
}
function plural(count, thing) { return `${count} ${thing}${count === 1 ? "" : "s"}`; }

function about() {
  const what = report.source + (report.set ? ` (${report.set})` : "");
  document.title = `Evaluation of ${what}`;
  byId("title").textContent = `Evaluation of ${what}`;
  byId("about").textContent = `${report.pictures} pictures in ${names.length} classes; ${report.split}; `
    + `${plural(report.repeats, "repeat")}, seed ${report.seed}; ${report.neighbours} nearest neighbours vote; `
    + `shrinkage ${report.shrinkage}${report.encoder ? `; encoder ${report.encoder}` : ""}`
    + (report.leftOut.length ? `; ${plural(report.leftOut.length, "picture")} left out` : "");
}

function view() { return plots.views.find(each => each.name === byId("view").value); }

function drawPoints() {
  flatPlaces = drawFlat(byId("flat"), view(), plots, names, shown);
  const how = "First repeat; large marks are the centroids of the fitted pictures.";
  byId("flat-caption").textContent = `${view().name}, first two dimensions. ${how}`;
  byId("deep").parentElement.hidden = view().dimensions < 3;
  byId("deep-caption").textContent = `${view().name}, three dimensions, all axes to one scale. ${how}`;
  drawSpace();
}
function drawSpace() {
  if (view().dimensions > 2) deepPlaces = drawDeep(byId("deep"), view(), plots, names, shown, camera);
}

function legend() {
  byId("legend").replaceChildren(...report.classes.map((each, label) => {
    const entry = element("span"), sample = document.createElement("canvas");
    sample.width = sample.height = 32;
    const context = sample.getContext("2d");
    context.scale(2, 2);
    drawMark(context, mark(label, names.length), 8, 8, 5.5, colour(label), INK, 1);
    entry.append(sample, `${each.name} (${each.fit} fitted, ${each.test} tested)`);
    return entry;
  }));
}

function tip(event, places) {
  const box = event.target.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
  let best = null, least = 81;
  for (const place of places) {
    const square = (place.x - x) ** 2 + (place.y - y) ** 2;
    if (square < least) { least = square; best = place; }
  }
  const shownTip = byId("tip");
  shownTip.hidden = best === null;
  if (best) {
    shownTip.textContent = `${plots.images[best.index]} — ${names[plots.labels[best.index]]}`;
    shownTip.style.left = `${Math.min(event.clientX + 12, window.innerWidth - 430)}px`;
    shownTip.style.top = `${event.clientY + 14}px`;
  }
}

function interact() {
  const deep = byId("deep");
  let dragging = false;
  deep.addEventListener("pointerdown", event => {
    dragging = true;
    byId("turning").checked = false;
    deep.setPointerCapture(event.pointerId);
  });
  deep.addEventListener("pointerup", () => { dragging = false; });
  deep.addEventListener("pointermove", event => {
    if (!dragging) { tip(event, deepPlaces); return; }
    camera.turn += event.movementX * .008;
    camera.tilt = Math.max(-1.5, Math.min(1.5, camera.tilt + event.movementY * .008));
    drawSpace();
  });
  deep.addEventListener("wheel", event => {
    event.preventDefault();
    camera.zoom = Math.max(.4, Math.min(6, camera.zoom * Math.exp(-event.deltaY * .001)));
    drawSpace();
  }, { passive: false });
  byId("flat").addEventListener("pointermove", event => tip(event, flatPlaces));
  for (const canvas of [deep, byId("flat")]) {
    canvas.addEventListener("pointerleave", () => { byId("tip").hidden = true; });
  }
  let last = 0;
  const turn = now => {
    if (byId("turning").checked && !dragging && now - last > 30 && view().dimensions > 2) {
      camera.turn += Math.min(100, now - last) * .00025;
      last = now;
      drawSpace();
    }
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
  byId("view").addEventListener("change", drawPoints);
  for (const id of ["fitted", "tested"]) {
    byId(id).addEventListener("change", event => { shown[id] = event.target.checked; drawPoints(); });
  }
  window.addEventListener("resize", drawPoints);
}

function svg(tag, attributes, content) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (content !== undefined) made.textContent = content;
  return made;
}
function shortened(name, most) { return name.length > most ? name.slice(0, most - 1) + "…" : name; }
function nameWidth() { return 12 + 7.2 * Math.min(22, Math.max(...names.map(name => name.length))); }

// One hue from light to dark is read alike by everybody.
function shade(share) {
  const mix = (from, to) => Math.round(from + (to - from) * Math.sqrt(share));
  return `rgb(${mix(255, 0)},${mix(255, 84)},${mix(255, 140)})`;
}

function drawConfusion(classifier) {
  const left = nameWidth() + 20, cell = Math.max(30, Math.min(58, (560 - left) / names.length)), top = 22;
  const side = cell * names.length, foot = nameWidth() * .72 + 26;
  const drawing = svg("svg", { viewBox: `0 0 ${Math.max(560, left + side + 30)} ${top + side + foot}` });
  drawing.append(svg("text", { x: 12, y: top + side / 2, transform: `rotate(-90 12 ${top + side / 2})`,
    "text-anchor": "middle", fill: INK }, "true class"));
  classifier.confusion.forEach((row, truth) => {
    const total = row.reduce((sum, count) => sum + count, 0) || 1, y = top + truth * cell;
    drawing.append(svg("text", { x: left - 6, y: y + cell / 2 + 4, "text-anchor": "end", fill: INK },
      shortened(names[truth], 22)));
    row.forEach((count, named) => {
      const x = left + named * cell, share = count / total;
      const box = svg("rect", { x, y, width: cell, height: cell, fill: shade(share), stroke: "#fff" });
      box.append(svg("title", {}, `${names[truth]} called ${names[named]}: ${count} of ${total}, ${(100 * share).toFixed(1)} %`));
      drawing.append(box);
      if (count) {
        drawing.append(svg("text", { x: x + cell / 2, y: y + cell / 2 + 4, "text-anchor": "middle",
          "font-size": String(count).length > 4 ? 10 : 12, fill: share > .3 ? "#fff" : INK,
          "pointer-events": "none" }, count));
      }
    });
  });
  names.forEach((name, named) => {
    const x = left + named * cell + cell / 2, y = top + side + 12;
    drawing.append(svg("text", { x, y, "text-anchor": "end", fill: INK, transform: `rotate(-40 ${x} ${y})` },
      shortened(name, 22)));
  });
  drawing.append(svg("text", { x: left + side / 2, y: top - 8, "text-anchor": "middle", fill: INK },
    "class given by the classifier"));
  byId("confusion").replaceChildren(drawing);
}

const BARS = [["precision", "#0072b2"], ["recall", "#e69f00"], ["f1", "#009e73"]];

function drawBars(classifier) {
  const left = nameWidth(), width = 560, row = 46, top = 30, bottom = 40;
  const height = top + classifier.classes.length * row;
  const x = value => left + value * (width - left - 20);
  const drawing = svg("svg", { viewBox: `0 0 ${width} ${height + bottom}` });
  BARS.forEach(([figure, fill], i) => {
    drawing.append(svg("rect", { x: left + i * 110, y: 4, width: 13, height: 13, fill }),
      svg("text", { x: left + i * 110 + 19, y: 15, fill: INK }, figure === "f1" ? "F1" : figure));
  });
  for (const t of [0, .2, .4, .6, .8, 1]) {
    drawing.append(svg("line", { x1: x(t), x2: x(t), y1: top - 4, y2: height, stroke: LINE }),
      svg("text", { x: x(t), y: height + 15, "text-anchor": "middle", fill: FAINT }, t.toFixed(1)));
  }
  classifier.classes.forEach((each, i) => {
    const y = top + i * row;
    drawing.append(svg("text", { x: left - 6, y: y + 22, "text-anchor": "end", fill: INK }, shortened(each.name, 22)));
    BARS.forEach(([figure, fill], j) => {
      const spread = each[figure], at = y + 2 + j * 12;
      const bar = svg("rect", { x: x(0), y: at, width: Math.max(0, x(spread.mean) - x(0)), height: 10, fill });
      bar.append(svg("title", {}, `${each.name}, ${figure}: ${spreadText(spread)}`));
      drawing.append(bar);
      if (spread.repeats > 1) {
        drawing.append(svg("line", { x1: x(Math.max(0, spread.mean - spread.deviation)),
          x2: x(Math.min(1, spread.mean + spread.deviation)), y1: at + 5, y2: at + 5, stroke: INK, "stroke-width": 1.5 }));
      }
    });
  });
  drawing.append(svg("text", { x: x(.5), y: height + 33, "text-anchor": "middle", fill: INK },
    "share of pictures, 0 to 1"));
  byId("bars").replaceChildren(drawing);
}

function drawClasses() {
  const representation = report.representations.find(each => each.name === byId("representation").value);
  const classifier = representation.classifiers.find(each => each.name === byId("classifier").value);
  byId("figures").textContent = `accuracy ${spreadText(classifier.accuracy)}, mean precision `
    + `${spreadText(classifier.precision)}, mean recall ${spreadText(classifier.recall)}, mean F1 ${spreadText(classifier.f1)}`;
  drawConfusion(classifier);
  drawBars(classifier);
}

// Rows: [group, ...cells], a cell being a text or a spread; the best spread of each column is marked.
function table(headings, rows) {
  const made = element("table"), head = element("tr");
  headings.forEach((heading, i) => head.append(element("th", heading, typeof rows[0][i] === "string" ? "text" : "")));
  made.append(head);
  const best = headings.map((_, i) => Math.max(...rows.map(row => row[i]?.mean ?? -1)));
  rows.forEach((row, r) => {
    const line = element("tr", undefined, r > 0 && row[0] !== rows[r - 1][0] ? "first" : "");
    row.forEach((cell, i) => {
      if (cell === null) { line.append(element("td")); return; }
      if (cell.mean === undefined) { line.append(element("td", cell, typeof cell === "string" ? "text" : "")); return; }
      const data = element("td", text(cell.mean), cell.mean === best[i] ? "best" : "");
      if (cell.repeats > 1) data.append(element("small", ` ± ${text(cell.deviation)}`));
      line.append(data);
    });
    made.append(line);
  });
  return made;
}

function tables() {
  byId("classifiers").replaceChildren(table(
    ["representation", "classifier", "dimensions", "accuracy", "precision", "recall", "F1"],
    report.representations.flatMap(each => each.classifiers.map(classifier => [each.name, classifier.name,
      each.dimensions, classifier.accuracy, classifier.precision, classifier.recall, classifier.f1]))));
  byId("retrieval").replaceChildren(table(
    ["representation", "distance", "P@1", "P@10", "R@1", "R@10", "mAP", "purity", "NMI"],
    report.representations.flatMap(each => each.retrieval.map((retrieval, i) => [each.name, retrieval.distance,
      retrieval.precisionAt[1], retrieval.precisionAt[10], retrieval.recallAt[1], retrieval.recallAt[10],
      retrieval.meanAveragePrecision, i ? null : each.clusterPurity, i ? null : each.clusterNmi]))));
  if (report.leftOut.length) {
    byId("left-out").hidden = false;
    byId("left-out-table").replaceChildren(
      table(["picture", "code", "reason"], report.leftOut.map(each => [each.path, each.code, each.reason])));
  }
}

about();
options(byId("view"), plots.views.map(each => each.name), plots.views[plots.views.length > 2 ? 2 : 0].name);
const mean = classifier => classifier.recall.mean;
const every = report.representations.flatMap(each => each.classifiers.map(classifier => ({ each, classifier })));
const bestOne = every.reduce((a, b) => mean(b.classifier) > mean(a.classifier) ? b : a);
options(byId("representation"), report.representations.map(each => each.name), bestOne.each.name);
options(byId("classifier"), bestOne.each.classifiers.map(each => each.name), bestOne.classifier.name);
byId("representation").addEventListener("change", drawClasses);
byId("classifier").addEventListener("change", drawClasses);
legend();
drawPoints();
drawClasses();
tables();
interact();
