"use strict";
// Okabe and Ito's colours, told apart by people with any kind of colour vision; marks tell classes beyond them apart.
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8a200", "#56b4e9", "#e69f00", "#3a3a3a"];
const MARKS = ["circle", "square", "triangle", "diamond", "cross"];
const INK = "#1b1f24", FAINT = "#5b6570", LINE = "#d5dae0";

function colour(label) { return COLOURS[label % COLOURS.length]; }

// With more classes than colours neighbours in the list get another mark as well.
function mark(label, classes) {
  return MARKS[(classes > COLOURS.length ? Math.floor(label / COLOURS.length) + (label % 2) * 2 : 0) % MARKS.length];
}

function drawMark(context, kind, x, y, r, fill, stroke, width) {
  context.beginPath();
  if (kind === "circle") {
    context.arc(x, y, r, 0, 2 * Math.PI);
  } else if (kind === "square") {
    context.rect(x - r * .88, y - r * .88, r * 1.76, r * 1.76);
  } else if (kind === "triangle") {
    context.moveTo(x, y - r * 1.2); context.lineTo(x + r * 1.1, y + r * .8); context.lineTo(x - r * 1.1, y + r * .8);
    context.closePath();
  } else if (kind === "diamond") {
    context.moveTo(x, y - r * 1.25); context.lineTo(x + r * 1.25, y); context.lineTo(x, y + r * 1.25);
    context.lineTo(x - r * 1.25, y); context.closePath();
  } else {
    const a = r * 1.15, b = r * .42;
    context.moveTo(x - a, y - b); context.lineTo(x - b, y - b); context.lineTo(x - b, y - a);
    context.lineTo(x + b, y - a); context.lineTo(x + b, y - b); context.lineTo(x + a, y - b);
    context.lineTo(x + a, y + b); context.lineTo(x + b, y + b); context.lineTo(x + b, y + a);
    context.lineTo(x - b, y + a); context.lineTo(x - b, y + b); context.lineTo(x - a, y + b); context.closePath();
  }
  if (fill) { context.fillStyle = fill; context.fill(); }
  if (stroke) { context.strokeStyle = stroke; context.lineWidth = width; context.stroke(); }
}

// A canvas as sharp as the screen, in units of CSS pixels.
function prepared(canvas) {
  const ratio = window.devicePixelRatio || 1, box = canvas.getBoundingClientRect();
  canvas.width = Math.round(box.width * ratio);
  canvas.height = Math.round(box.height * ratio);
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, box.width, box.height);
  return { context, width: box.width, height: box.height };
}

// Round numbers that cover a range in about so many steps.
function ticks(least, most, about) {
  const raw = (most - least) / about || 1, power = Math.pow(10, Math.floor(Math.log10(raw)));
  const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= raw) || raw;
  const found = [];
  for (let t = Math.ceil(least / step) * step; t <= most + step * 1e-6; t += step) {
    found.push(Math.abs(t) < step * 1e-6 ? 0 : t);
  }
  return found;
}

function tickText(value) { return Number(value.toPrecision(6)).toString(); }

// What 99.5 % of the points span, so that single ones far out do not squeeze the others; those are left outside.
function range(points, at) {
  const values = points.map(p => p[at] ?? 0).sort((a, b) => a - b);
  const cut = Math.floor(values.length * .0025);
  const least = values[cut], most = values[values.length - 1 - cut], margin = (most - least || 1) * .06;
  return [least - margin, most + margin];
}

// Marks first, then their names, each where it hides no other name: beside its mark, else further up or down.
function drawCentroids(context, marks, names, width, height) {
  for (const { x, y, label } of marks) {
    drawMark(context, mark(label, names.length), x, y, 8, colour(label), "#fff", 4);
    drawMark(context, mark(label, names.length), x, y, 8, colour(label), INK, 1.8);
  }
  context.font = "600 13px system-ui, 'DejaVu Sans', sans-serif";
  context.textAlign = "left";
  const taken = [];
  for (const { x, y, label } of marks) {
    const wide = context.measureText(names[label]).width;
    let best = null;
    for (let step = 0; step < 24 && !best; step++) {
      const down = Math.ceil(step / 2) * (step % 2 ? 1 : -1) * 8;
      for (const left of [x + 13, x - 13 - wide]) {
        const box = { left, right: left + wide, top: y + down - 8, bottom: y + down + 8 };
        const inside = box.left > 2 && box.right < width - 2 && box.top > 2 && box.bottom < height - 2;
        if (inside && !taken.some(t => box.left < t.right && box.right > t.left && box.top < t.bottom && box.bottom > t.top)) {
          best = best || { ...box, down };
        }
      }
    }
    best = best || { left: x + 13, right: x + 13 + wide, top: y - 8, bottom: y + 8, down: 0 };
    taken.push(best);
    if (Math.abs(best.down) > 10) {
      context.strokeStyle = FAINT;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(x, y); context.lineTo(best.left > x ? best.left - 2 : best.right + 2, best.top + 8); context.stroke();
    }
    context.lineWidth = 4;
    context.strokeStyle = "rgba(255,255,255,.9)";
    context.strokeText(names[label], best.left, best.top + 12);
    context.fillStyle = INK;
    context.fillText(names[label], best.left, best.top + 12);
  }
}

// Draws points in the plane; returns where each lies on the canvas.
function drawFlat(canvas, view, plots, names, shown) {
  const { context, width, height } = prepared(canvas);
  const left = 58, bottom = 46, top = 12, right = 12;
  const flat = view.dimensions > 1;
  const [x0, x1] = range(view.points, 0), [y0, y1] = flat ? range(view.points, 1) : [-1, 1];
  const x = v => left + (v - x0) / (x1 - x0) * (width - left - right);
  const y = v => height - bottom - (v - y0) / (y1 - y0) * (height - bottom - top);
  // One dimension: each class has a line of its own.
  const second = (point, label) => flat ? point[1] : .85 - 1.7 * (label + .5) / names.length;
  context.font = "12px system-ui, 'DejaVu Sans', sans-serif";
  context.lineWidth = 1;
  for (const t of ticks(x0, x1, 7)) {
    context.strokeStyle = LINE;
    context.beginPath(); context.moveTo(x(t), top); context.lineTo(x(t), height - bottom); context.stroke();
    context.fillStyle = FAINT; context.textAlign = "center"; context.fillText(tickText(t), x(t), height - bottom + 16);
  }
  for (const t of flat ? ticks(y0, y1, 7) : []) {
    context.strokeStyle = LINE;
    context.beginPath(); context.moveTo(left, y(t)); context.lineTo(width - right, y(t)); context.stroke();
    context.fillStyle = FAINT; context.textAlign = "right"; context.fillText(tickText(t), left - 6, y(t) + 4);
  }
  context.fillStyle = INK; context.textAlign = "center";
  context.font = "13px system-ui, 'DejaVu Sans', sans-serif";
  context.fillText(axisName(view, 0), left + (width - left - right) / 2, height - 10);
  context.save();
  context.translate(15, top + (height - bottom - top) / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(flat ? axisName(view, 1) : "class", 0, 0);
  context.restore();
  context.save();
  context.beginPath(); context.rect(left, top, width - left - right, height - top - bottom); context.clip();
  const places = [];
  for (let i = 0; i < view.points.length; i++) {
    const isFit = i < plots.fitted;
    if (isFit ? shown.fitted : shown.tested) {
      const label = plots.labels[i], px = x(view.points[i][0]), py = y(second(view.points[i], label));
      context.globalAlpha = .55;
      drawMark(context, mark(label, names.length), px, py, 3.2, isFit ? null : colour(label), colour(label), 1.3);
      places.push({ x: px, y: py, index: i });
    }
  }
  context.globalAlpha = 1;
  context.restore();
  const marks = view.centroids.map((point, label) => ({ x: x(point[0]), y: y(second(point, label)), label }));
  drawCentroids(context, marks, names, width, height - bottom);
  return places;
}

function axisName(view, at) {
  return (view.name.endsWith("lda") ? "discriminant " : "principal component ") + (at + 1);
}

// Draws points in space, turned; returns where each lies on the canvas.
function drawDeep(canvas, view, plots, names, shown, camera) {
  const { context, width, height } = prepared(canvas);
  const spans = [0, 1, 2].map(at => at < view.dimensions ? range(view.points, at) : [-1, 1]);
  // One scale for all axes, so that distances are not distorted.
  const scale = 1 / Math.max(...spans.map(([a, b]) => (b - a) / 2));
  const middle = spans.map(([a, b]) => (a + b) / 2);
  const [ca, sa, cb, sb] = [Math.cos(camera.turn), Math.sin(camera.turn), Math.cos(camera.tilt), Math.sin(camera.tilt)];
  const size = Math.min(width, height) * .34 * camera.zoom;
  const project = p => {
    const [a, b, c] = [0, 1, 2].map(at => ((p[at] ?? 0) - middle[at]) * scale);
    const u = ca * a + sa * c, w = -sa * a + ca * c, v = cb * b - sb * w, depth = sb * b + cb * w;
    const near = 4 / (4 - depth);
    return { x: width / 2 + u * size * near, y: height * .47 - v * size * near, depth, near };
  };
  const corner = k => [0, 1, 2].map(at => spans[at][(k >> at) & 1]);
  context.strokeStyle = LINE;
  context.lineWidth = 1;
  for (let k = 0; k < 8; k++) {
    for (let at = 0; at < 3; at++) {
      if (!((k >> at) & 1)) {
        const a = project(corner(k)), b = project(corner(k | (1 << at)));
        context.beginPath(); context.moveTo(a.x, a.y); context.lineTo(b.x, b.y); context.stroke();
      }
    }
  }
  context.font = "13px system-ui, 'DejaVu Sans', sans-serif";
  context.fillStyle = INK;
  for (let at = 0; at < view.dimensions; at++) {
    // The edge farthest from the middle of the picture lies on the outline, where no point hides its name.
    const halves = [...Array(8).keys()].filter(k => !((k >> at) & 1))
      .map(k => project(corner(k).map((v, j) => j === at ? (spans[at][0] + spans[at][1]) / 2 : v)));
    const off = p => Math.hypot(p.x - width / 2, p.y - height / 2);
    const half = halves.reduce((a, b) => off(b) > off(a) ? b : a);
    const wide = context.measureText(axisName(view, at)).width, far = off(half) || 1;
    const x = half.x + (half.x - width / 2) / far * 12, y = half.y + (half.y - height / 2) / far * 14;
    const start = x - wide * (1 - (half.x - width / 2) / far) / 2;
    context.textAlign = "left";
    context.fillText(axisName(view, at), Math.max(4, Math.min(width - wide - 4, start)),
      Math.max(14, Math.min(height - 6, y + 4)));
  }
  const drawn = [];
  for (let i = 0; i < view.points.length; i++) {
    if (i < plots.fitted ? shown.fitted : shown.tested) {
      drawn.push({ ...project(view.points[i]), index: i });
    }
  }
  drawn.sort((a, b) => a.depth - b.depth);
  for (const p of drawn) {
    const label = plots.labels[p.index], isFit = p.index < plots.fitted;
    context.globalAlpha = Math.max(.25, Math.min(.8, .5 + p.depth * .3));
    drawMark(context, mark(label, names.length), p.x, p.y, 3 * p.near, isFit ? null : colour(label), colour(label), 1.2);
  }
  context.globalAlpha = 1;
  const marks = view.centroids.map((point, label) => ({ ...project(point), label })).sort((a, b) => a.depth - b.depth);
  drawCentroids(context, marks, names, width, height);
  return drawn;
}
