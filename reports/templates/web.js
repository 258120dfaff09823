"use strict";
// The page works without this script: tables and pictures are in it. The script adds sorting, filters, moving charts
// and, for each number, the posts behind it. Texts of others are only ever set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const DARK = "#1f4e79", LIGHT = "#9fb8d0", RED = "#a4243b", INK = "#1c2733", PALE = "#e4e8ec", GROUND = "#f6efdd";
  // By name: the library measures text on a canvas, which knows no "inherit".
  const FONT = getComputedStyle(document.body).fontFamily;
  const FILLS = [DARK, LIGHT, RED];

  function make(tag, text, className) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  // --- posts ---------------------------------------------------------------------------------------------------------
  const at = Object.fromEntries(data.fields.map((name, place) => [name, place]));
  const day = (text) => `${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日`;

  function has(post, field, wanted) {
    const value = field === "day" ? day(post[at.at]) : post[at[field]];
    return Array.isArray(value) ? value.some((v) => wanted.includes(v)) : wanted.includes(value);
  }

  function picked(query) {
    const wanted = Object.entries(query);
    return data.posts.filter((post) => wanted.every(([field, values]) => has(post, field, values)));
  }

  const dialog = document.getElementById("posts");
  const list = dialog.querySelector("ol"), search = dialog.querySelector("input");
  let shown = [];

  function postLine(post) {
    const item = make("li"), head = make("p", "", "at");
    head.append(make("time", post[at.at].replace("T", " ")), make("span", post[at.source]));
    if (post[at.tone]) head.append(make("b", post[at.tone], { 负面: "bad", 正面: "good" }[post[at.tone]] || ""));
    if (post[at.copy] === "是") head.append(make("span", "转载"));
    head.append(make("span", post[at.district]));
    item.append(head);
    if (post[at.title]) item.append(make("h3", post[at.title]));
    item.append(make("p", post[at.text]));
    const said = [...post[at.issues], ...post[at.frames]].join("、");
    const foot = make("p", "", "note");
    if (said) foot.append(make("span", said));
    if (/^https?:\/\//.test(post[at.url])) {
      const link = make("a", "原网页");
      link.href = post[at.url];
      link.rel = "noopener noreferrer";
      link.target = "_blank";
      foot.append(link);
    }
    foot.append(make("code", post[at.id]));
    item.append(foot);
    return item;
  }

  function fill() {
    const words = search.value.trim().toLowerCase();
    const text = (post) => post.flat().join(" ").toLowerCase();
    const kept = words ? shown.filter((post) => text(post).includes(words)) : shown;
    list.replaceChildren(...kept.map(postLine));
    dialog.querySelector("output").textContent = words ? `${kept.length}条符合` : "";
  }

  function openPosts(place) {
    const [name, title, query, count] = data.queries[place];
    shown = picked(query);
    const rest = count > shown.length ? `，此处有${shown.length}条，其余用命令查看` : "";
    dialog.querySelector("h2").textContent = `${title}：${count}条${rest}`;
    dialog.querySelector(".command").hidden = !name;
    dialog.querySelector(".command code").textContent = `chengyu rows ${data.period} '${name}'`;
    search.value = "";
    fill();
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-q]");
    if (button) openPosts(Number(button.dataset.q));
    if (event.target === dialog) dialog.close();
  });
  search.addEventListener("input", fill);

  // --- tables --------------------------------------------------------------------------------------------------------
  function value(row, place) {
    const cell = row.cells[place], number = cell.dataset.v;
    return number === undefined ? cell.textContent : number === "" ? -Infinity : Number(number);
  }

  function sortBy(table, place, header) {
    const down = header.getAttribute("aria-sort") !== "descending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const sign = down ? -1 : 1, body = table.tBodies[0];
    const order = (a, b) => {
      const [x, y] = [value(a, place), value(b, place)];
      if (typeof x === "number" && typeof y === "number") return x === y ? 0 : sign * (x < y ? -1 : 1);
      return sign * String(x).localeCompare(String(y), "zh-CN", { numeric: true });
    };
    body.append(...[...body.rows].sort(order));
  }

  for (const table of document.querySelectorAll("table.data")) {
    [...table.tHead.rows[0].cells].forEach((header, place) => {
      const button = make("button", header.textContent, "sort");
      button.type = "button";
      button.addEventListener("click", () => sortBy(table, place, header));
      header.replaceChildren(button);
    });
    if (table.tBodies[0].rows.length < 8) continue;
    const box = make("label", "筛选", "filter"), input = make("input"), told = make("output");
    input.type = "search";
    input.addEventListener("input", () => {
      const words = input.value.trim().toLowerCase();
      let kept = 0;
      for (const row of table.tBodies[0].rows) {
        row.hidden = !row.textContent.toLowerCase().includes(words);
        kept += row.hidden ? 0 : 1;
      }
      told.textContent = words ? `${kept}行` : "";
    });
    box.append(input, told);
    table.parentElement.before(box);
  }

  // A table that goes on to the right shows it.
  for (const region of document.querySelectorAll(".wide")) {
    const look = () => region.classList.toggle("more", region.scrollLeft + region.clientWidth < region.scrollWidth - 2);
    region.addEventListener("scroll", look);
    new ResizeObserver(look).observe(region);
  }

  // --- charts --------------------------------------------------------------------------------------------------------
  const digits = (v, least, most) => v.toLocaleString("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });

  function shownAs(v, format) {
    if (v === null || v === undefined) return "—";
    if (format === "share") return `${digits(v * 100, 1, 1)}%`;
    if (format === "points") return `${v > 0 ? "+" : ""}${digits(v * 100, 1, 1)}`;
    return format === "rate" || !Number.isInteger(v) ? digits(v, 1, 1) : digits(v, 0, 0);
  }

  function bounds(chart, series, place) {
    const [low, high] = [series.lows[place], series.highs[place]];
    if (low === null || low === undefined || high === null || high === undefined) return "";
    return `（${shownAs(low, chart.format)} – ${shownAs(high, chart.format)}）`;
  }

  const names = (chart, more) => ({ type: "category", data: chart.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: "#6b7480" } }, ...more });
  const numbers = (chart, more) => ({ type: "value", axisLabel: { hideOverlap: true, formatter: (v) => shownAs(v, chart.format === "count" ? "count" : chart.format) }, splitLine: { lineStyle: { color: PALE } }, ...more });
  const lying = (chart, more) => ({ xAxis: numbers(chart, more), yAxis: names(chart, { inverse: true }) });
  const label = (chart, position) => ({ show: true, position, fontSize: 11, color: INK, formatter: (p) => shownAs(Array.isArray(p.value) ? p.value[0] : p.value, chart.format) });
  const gapArea = (chart) => ({
    silent: true, itemStyle: { color: "#eceff2" }, label: { color: "#6b7480", fontSize: 11, position: "insideTop" },
    data: chart.gaps.flatMap((reason, n) => (reason ? [[{ xAxis: n, name: innerWidth < 640 ? "缺" : "缺数" }, { xAxis: n }]] : [])),
  });

  // A bar's axis gives a period its width; in the stack of the first bars this series, which has none, takes no room.
  const INSPECTED = "检查期";
  const ground = (chart) => ({
    name: INSPECTED, type: "bar", stack: "s0", data: chart.labels.map(() => null), color: GROUND, silent: true, tooltip: { show: false },
    markArea: { silent: true, itemStyle: { color: GROUND }, data: chart.inspected.flatMap((kinds, n) => (kinds ? [[{ xAxis: n }, { xAxis: n }]] : [])) },
  });
  const legend = (chart, names) => ({ top: 0, show: names.length > 1 || chart.inspected.length > 0, data: chart.inspected.length ? [...names, INSPECTED] : names });

  function line(api, from, to, place, style) {
    const [a, b] = [api.coord([from, place]), api.coord([to, place])];
    return { type: "line", shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style };
  }

  const strokes = (pairs, style) => ({
    type: "custom", silent: true, z: 1, tooltip: { show: false }, encode: { x: [0, 1], y: 2 },
    data: pairs, renderItem: (_, api) => line(api, api.value(0), api.value(1), api.value(2), style),
  });

  const alone = (values, k) => values[k] !== null && (values[k - 1] ?? null) === null && (values[k + 1] ?? null) === null;
  const upright = (pairs) => ({
    type: "custom", silent: true, z: 1, tooltip: { show: false }, encode: { x: 0, y: [1, 2] }, data: pairs,
    renderItem: (_, api) => {
      const [a, b] = [api.coord([api.value(0), api.value(1)]), api.coord([api.value(0), api.value(2)])];
      return { type: "line", shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: LIGHT, lineWidth: 8, opacity: 0.6 } };
    },
  });

  const drawn = {
    trend: (chart) => ({
      xAxis: names(chart, { boundaryGap: true }),
      yAxis: numbers(chart), legend: legend(chart, []),
      series: [ground(chart), ...chart.series.flatMap((s, n) => [
        { type: "line", stack: `b${n}`, data: s.lows, lineStyle: { opacity: 0 }, symbol: "none", silent: true, tooltip: { show: false } },
        { type: "line", stack: `b${n}`, data: s.highs.map((h, k) => (h === null || s.lows[k] === null ? null : h - s.lows[k])), lineStyle: { opacity: 0 }, areaStyle: { color: LIGHT, opacity: 0.45 }, symbol: "none", silent: true, tooltip: { show: false } },
        { id: `s${n}`, name: s.name, type: "line", data: s.values, color: FILLS[n], symbol: "circle", symbolSize: 8, label: label(chart, "top"), labelLayout: { hideOverlap: true }, z: 3, connectNulls: false },
        // A point without a neighbour has no band; its interval is a bar. A bar's axis also gives gaps their width.
        upright(s.values.flatMap((v, k) => (alone(s.values, k) && s.lows[k] !== null ? [[k, s.lows[k], s.highs[k]]] : []))),
        { type: "bar", data: chart.labels.map(() => null), silent: true, tooltip: { show: false }, markArea: gapArea(chart) },
      ])],
    }),
    columns: (chart) => ({
      xAxis: names(chart), yAxis: numbers(chart), legend: legend(chart, chart.series.map((s) => s.name)),
      series: [ground(chart), ...chart.series.map((s, n) => ({ id: `s${n}`, name: s.name, type: "bar", stack: `s${n}`, data: s.values, color: FILLS[n], label: label(chart, "top"), markArea: n ? undefined : gapArea(chart) }))],
    }),
    bars: (chart) => ({
      ...lying(chart), legend: { show: chart.series.length > 1, top: 0 },
      series: chart.series.map((s, n) => ({
        id: `s${n}`, name: s.name, type: "bar", stack: "all", data: s.values.map((v) => (v < 0 ? { value: v, label: { position: "left" } } : v)), color: FILLS[n],
        label: { ...label(chart, chart.series.length > 1 ? "inside" : "right"), color: chart.series.length > 1 && !n ? "#ffffff" : INK, formatter: (p) => (p.value ? shownAs(p.value, chart.format) : "") },
      })),
    }),
    ranges: (chart) => ({
      ...lying(chart),
      series: chart.series.flatMap((s, n) => [
        strokes(s.values.flatMap((v, k) => (v === null || s.lows[k] === null ? [] : [[s.lows[k], s.highs[k], k]])), { stroke: DARK, lineWidth: 2 }),
        { id: `s${n}`, name: s.name, type: "scatter", symbolSize: 10, color: DARK, data: s.values.map((v, k) => [v, k]), label: label(chart, "top"), markLine: { silent: true, symbol: "none", label: { show: false }, lineStyle: { color: INK, type: "solid" }, data: [{ xAxis: 0 }] } },
      ]),
    }),
    pairs: (chart) => {
      const ends = chart.labels.flatMap((_, k) => {
        const known = chart.series.map((s) => s.values[k]).filter((v) => v !== null);
        return known.length > 1 ? [[Math.min(...known), Math.max(...known), k]] : [];
      });
      return {
        ...lying(chart), legend: { show: true, top: 0 },
        series: [
          strokes(ends, { stroke: "#6b7480", lineWidth: 1 }),
          ...chart.series.map((s, n) => ({ id: `s${n}`, name: s.name, type: "scatter", symbol: n === 2 ? "diamond" : "circle", symbolSize: 11, itemStyle: n ? { color: n === 2 ? RED : DARK } : { color: "#ffffff", borderColor: DARK, borderWidth: 2 }, data: s.values.map((v, k) => [v, k]) })),
        ],
      };
    },
    grid: (chart) => ({
      xAxis: names(chart, { position: "top", axisLabel: { interval: 0, rotate: 40 } }),
      yAxis: { type: "category", data: chart.series.map((s) => s.name), inverse: true, axisTick: { show: false } },
      visualMap: { show: false, dimension: 2, min: 0, max: Math.max(1, ...chart.series.flatMap((s) => s.values)), inRange: { color: ["#f6f8fa", DARK] } },
      // The library draws nothing, not even a label, for a cell without a value: one that is too small to tell has colour 0.
      series: [{ id: "s0", type: "heatmap", data: chart.series.flatMap((s, n) => s.values.map((v, k) => [k, n, v ?? 0])), itemStyle: { borderColor: "#ffffff", borderWidth: 2 }, label: { show: true, formatter: (p) => inGrid(chart, p) || "·" } }],
    }),
    spans: (chart) => {
      const [first, last, medium, answer, items] = chart.series, end = Math.max(1, ...chart.ticks.map((t) => t[0]));
      const start = first.values.map((v) => Math.max(v ?? 0, -0.04 * end));
      const mark = (s, values, symbol, colour) => ({ name: s.name, type: "scatter", symbol, symbolSize: 11, itemStyle: { color: colour, borderColor: DARK, borderWidth: 1 }, data: values.map((v, k) => [v !== null && v >= -0.05 * end && v <= end ? v : null, k]) });
      return {
        xAxis: { type: "value", min: -0.05 * end, max: end * 1.08, interval: chart.ticks[1] ? chart.ticks[1][0] : 1, axisLabel: { hideOverlap: true, customValues: chart.ticks.map((t) => t[0]), formatter: (v) => (chart.ticks.find((t) => t[0] === v) || ["", ""])[1] }, axisTick: { customValues: chart.ticks.map((t) => t[0]) }, splitLine: { show: false } },
        yAxis: names(chart, { inverse: true }), legend: { show: true, top: 0 },
        series: [
          strokes(start.map((s, k) => [s, Math.min(last.values[k] ?? s, end), k]), { stroke: LIGHT, lineWidth: 7 }),
          mark(first, start, "circle", "#ffffff"), mark(medium, medium.values, "rect", DARK), mark(answer, answer.values, "diamond", RED),
          { type: "scatter", symbolSize: 1, silent: true, tooltip: { show: false }, data: start.map((s, k) => [Math.min(last.values[k] ?? s, end), k]), label: { show: true, position: "right", color: INK, formatter: (p) => `${items.values[p.dataIndex]}条` } },
        ],
      };
    },
  };

  const inGrid = (chart, p) => chart.series[p.value[1]].values[p.value[0]] ?? "<5";

  function told(chart, p) {
    if (chart.form === "grid") return `${chart.series[p.value[1]].name} ${chart.labels[p.value[0]]}：${inGrid(chart, p)}`;
    const series = chart.series.find((s) => s.name === p.seriesName);
    if (!series) return "";
    if (chart.form === "spans") return `${chart.labels[p.dataIndex]}：${p.seriesName}`;
    return `${chart.labels[p.dataIndex]} ${p.seriesName}：${shownAs(series.values[p.dataIndex], chart.format)}${bounds(chart, series, p.dataIndex)}`;
  }

  function clicked(chart, p) {
    if (!/^s\d$/.test(p.seriesId || "")) return;
    const [series, place] = chart.form === "grid" ? [p.value[1], p.value[0]] : [Number(p.seriesId.slice(1)), p.dataIndex];
    const query = chart.q[series]?.[place];
    if (query !== undefined && query >= 0) openPosts(query);
  }

  function draw(figure) {
    const chart = data.charts[figure.dataset.chart], box = make("div", "", "chart");
    const rows = chart.form === "grid" ? chart.series.length : chart.labels.length;
    const tall = { trend: 260, columns: 260 }[chart.form] || 110 + 34 * rows;
    box.style.height = `${tall}px`;
    box.setAttribute("role", "img");
    box.setAttribute("aria-label", chart.alt);
    figure.querySelector("img").before(box);
    figure.classList.add("live");
    const picture = echarts.init(box, null, { renderer: "svg" });
    const option = {
      animation: false, textStyle: { fontFamily: FONT }, color: FILLS, grid: { left: 8, right: 40, top: 34, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      tooltip: { renderMode: "richText", confine: true, formatter: (p) => told(chart, p) }, ...drawn[chart.form](chart),
    };
    if (option.yAxis.type === "category") {
      const longest = Math.max(...option.yAxis.data.map((name) => name.length)), width = Math.min(12.5 * longest, box.clientWidth * 0.36);
      option.yAxis.axisLabel = { width, overflow: "break", interval: 0, lineHeight: 14 };
      option.grid = { left: width + 14, right: 40, top: chart.form === "grid" ? 70 : 34, bottom: 24, outerBoundsMode: "none" };
    }
    picture.setOption(option);
    picture.on("click", (p) => clicked(chart, p));
    new ResizeObserver(() => picture.resize()).observe(box);
  }

  document.querySelectorAll("figure[data-chart]").forEach(draw);
  document.documentElement.classList.add("ready");
})();
