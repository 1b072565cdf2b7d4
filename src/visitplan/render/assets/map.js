/* Draws one page's map from the JSON block "map-data"; needs Leaflet and nothing else. */
var visitplanMap = (function () {
  "use strict";

  var LINE_SHIFT_PX = 2.6; // both directions of one street stay visible side by side
  var ARROW_EVERY_PX = 95;
  var BADGE_PX = 28;

  function decode(text) {
    return text.split(" ").filter(Boolean).map(function (part) {
      var numbers = [], value = 0, shift = 0, line = [], lat = 0, lon = 0;
      for (var i = 0; i < part.length; i++) {
        var bits = part.charCodeAt(i) - 63;
        value |= (bits & 31) << shift;
        shift += 5;
        if (bits < 32) {
          numbers.push(value & 1 ? ~(value >> 1) : value >> 1);
          value = shift = 0;
        }
      }
      for (var j = 0; j + 1 < numbers.length; j += 2) {
        lat += numbers[j];
        lon += numbers[j + 1];
        line.push([lat / 1e5, lon / 1e5]);
      }
      return line;
    });
  }

  /* The line in pixels, moved a little to its right-hand side. */
  function shifted(map, line) {
    var points = L.LineUtil.simplify(line.map(function (at) { return map.project(at); }), 1.2);
    points = points.filter(function (p, i) { return i === 0 || p.distanceTo(points[i - 1]) > 0.01; });
    if (points.length < 2) { return points; }
    var normals = [];
    for (var i = 0; i + 1 < points.length; i++) {
      var step = points[i + 1].subtract(points[i]), length = points[i].distanceTo(points[i + 1]);
      normals.push(L.point(-step.y / length, step.x / length));
    }
    return points.map(function (p, k) {
      var a = normals[Math.max(0, k - 1)], b = normals[Math.min(normals.length - 1, k)];
      var sum = a.add(b), size = Math.max(Math.sqrt(sum.x * sum.x + sum.y * sum.y), 0.8);
      return p.add(sum.multiplyBy(LINE_SHIFT_PX * Math.min(2 / size, 1.6) / size));
    });
  }

  function arrowAt(from, to, share) {
    var length = from.distanceTo(to), d = to.subtract(from).divideBy(length);
    var n = L.point(-d.y, d.x), at = from.add(to.subtract(from).multiplyBy(share));
    return [
      at.add(d.multiplyBy(8)), at.subtract(d.multiplyBy(5)).add(n.multiplyBy(6)),
      at.subtract(d.multiplyBy(2)), at.subtract(d.multiplyBy(5)).subtract(n.multiplyBy(6)),
    ];
  }

  function arrows(points) {
    var total = 0, shapes = [];
    for (var i = 0; i + 1 < points.length; i++) { total += points[i].distanceTo(points[i + 1]); }
    if (total < 40) { return shapes; }
    var count = Math.max(1, Math.floor(total / ARROW_EVERY_PX)), gap = total / count;
    var next = gap / 2, passed = 0;
    for (var k = 0; k + 1 < points.length; k++) {
      var length = points[k].distanceTo(points[k + 1]);
      while (next <= passed + length && length > 0) {
        shapes.push(arrowAt(points[k], points[k + 1], (next - passed) / length));
        next += gap;
      }
      passed += length;
    }
    return shapes;
  }

  function badge(kind, text, color, dx, dy) {
    var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    function add(name, attributes, content) {
      var node = document.createElementNS("http://www.w3.org/2000/svg", name);
      Object.keys(attributes).forEach(function (key) { node.setAttribute(key, attributes[key]); });
      if (content) { node.textContent = content; }
      svg.appendChild(node);
    }
    var half = BADGE_PX / 2;
    svg.setAttribute("width", BADGE_PX);
    svg.setAttribute("height", BADGE_PX);
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "sign-" + kind);
    if (dx || dy) {
      add("line", { x1: half, y1: half, x2: half - dx, y2: half - dy, stroke: "#1a1a1a", "stroke-width": 1.6 });
      add("circle", { cx: half - dx, cy: half - dy, r: 3, fill: "#1a1a1a" });
    }
    var outline = { fill: color, stroke: "#ffffff", "stroke-width": 2 };
    if (kind === "visit") {
      add("circle", Object.assign({ cx: half, cy: half, r: half - 1.5 }, outline));
    } else if (kind === "appointment") {
      add("rect", Object.assign({ x: 2, y: 2, width: BADGE_PX - 4, height: BADGE_PX - 4, rx: 3 }, outline));
    } else if (kind === "break") {
      add("circle", { cx: half, cy: half, r: half - 2, fill: "#ffffff", stroke: color, "stroke-width": 2.5 });
    } else if (kind === "paperwork") {
      add("path", Object.assign({ d: "M4.5 1.5H16.5L23.5 8.5V26.5H4.5Z" }, outline));
      add("path", { d: "M16.5 2V8.5H23Z", fill: "#ffffff", "fill-opacity": 0.7 });
    } else {
      add("path", Object.assign({ d: "M14 2 26 13H23V26H5V13H2Z" }, outline, { fill: "#1a1a1a" }));
    }
    if (text) {
      add("text", {
        x: half, y: half + ({ end: 7, paperwork: 7.4 }[kind] || 4.8), "text-anchor": "middle",
        "font-size": kind === "end" ? 11.5 : 13.5, "font-weight": 700,
        fill: kind === "break" ? color : "#ffffff",
      }, text);
    }
    return svg;
  }

  /* Moves badges that would cover each other aside, each tied to its place by a thin line. */
  function spread(map, marks) {
    var taken = [], reach = BADGE_PX + 1, tries = [[0, 0]];
    [1, 1.5, 2, 2.7, 3.5].forEach(function (ring) {
      for (var k = 0; k < 8; k++) {
        var turn = Math.PI * (k / 4 - 0.25);
        tries.push([Math.round(Math.cos(turn) * reach * ring), Math.round(Math.sin(turn) * reach * ring)]);
      }
    });
    marks.forEach(function (mark) {
      var at = map.project(mark.place), offset = [0, 0];
      tries.some(function (candidate) {
        var there = at.add(candidate);
        var free = taken.every(function (other) {
          return Math.abs(other.x - there.x) >= reach || Math.abs(other.y - there.y) >= reach;
        });
        if (free) { offset = candidate; }
        return free;
      });
      taken.push(at.add(offset));
      mark.show(offset[0], offset[1]);
    });
  }

  function makeMark(at, kind, number, label, color, onPick) {
    var marker = L.marker(at, { keyboard: true, riseOnHover: true, icon: L.divIcon({ html: "" }) });
    var words = document.createElement("span");
    words.textContent = label;
    marker.bindTooltip(words, { direction: "top", offset: [0, -12] });
    marker.on("click", onPick);
    function dress() {
      var element = marker.getElement();
      if (!element) { return; }
      element.setAttribute("aria-label", label);
      if (element.dataset.ready) { return; }
      element.dataset.ready = "1";
      element.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onPick(); }
      });
    }
    marker.on("add", dress);
    return {
      place: L.latLng(at), marker: marker,
      show: function (dx, dy) {
        marker.setIcon(L.divIcon({
          className: kind === "end" ? "end-mark" : "stop-mark", html: badge(kind, number, color, dx, dy),
          iconSize: [BADGE_PX, BADGE_PX], iconAnchor: [BADGE_PX / 2 - dx, BADGE_PX / 2 - dy],
        }));
        marker.setZIndexOffset(dx || dy ? -10000 : 0); // its thin line passes under the badge in place
        dress();
      },
    };
  }

  function Page(id) {
    var data = JSON.parse(document.getElementById("map-data").textContent);
    var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    var map = L.map(id, {
      attributionControl: false, zoomSnap: 0.25, zoomDelta: 0.5, minZoom: 6, maxZoom: 18,
      zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
    });
    ["roads", "casing", "lines"].forEach(function (name, k) { map.createPane(name).style.zIndex = 350 + 20 * k; });
    var renderers = {};
    ["roads", "casing", "lines"].forEach(function (name) { renderers[name] = L.svg({ pane: name, padding: 0.4 }); });
    L.control.scale({ position: "bottomleft", maxWidth: 130 }).addTo(map);
    map.fitBounds(data.bounds, { animate: false });

    var roads = data.roads.map(function (road) {
      return {
        from: road.min_zoom,
        layer: L.polyline(decode(road.lines), {
          pane: "roads", renderer: renderers.roads, interactive: false, smoothFactor: 1.2,
          className: "road road-" + road.kind, weight: road.weight,
        }),
      };
    });
    function pickRoads() {
      roads.forEach(function (road) {
        var wanted = map.getZoom() >= road.from;
        if (wanted !== map.hasLayer(road.layer)) {
          if (wanted) { road.layer.addTo(map); } else { road.layer.remove(); }
        }
      });
    }

    var routes = data.routes.map(function (route) {
      var legs = route.legs.map(function (leg) { return decode(leg)[0] || []; });
      var group = L.layerGroup();
      var line = { interactive: false, smoothFactor: 0, noClip: false };
      var casing = L.polyline([], Object.assign({ pane: "casing", renderer: renderers.casing, className: "casing", weight: 8 }, line)).addTo(group);
      var driven = L.polyline([], Object.assign({ pane: "lines", renderer: renderers.lines, className: "driven", color: route.color, weight: 4 }, line)).addTo(group);
      var heads = L.polygon([], Object.assign({ pane: "lines", renderer: renderers.lines, className: "arrow", fillColor: route.color, fillOpacity: 1, color: "#ffffff", weight: 1.2 }, line)).addTo(group);
      var ends = [makeMark(route.start, "end", route.end_label ? "S" : "", route.start_label, route.color, function () { pickEntry(route.key, 0); })];
      if (route.end_label) {
        ends.push(makeMark(route.end, "end", "E", route.end_label, route.color, function () { pickEntry(route.key, "end"); }));
      }
      var stops = route.stops.map(function (stop) {
        return makeMark(stop.at, stop.kind, String(stop.number), stop.label, route.color, function () { pickEntry(route.key, stop.number); });
      });
      ends.concat(stops).forEach(function (mark) { mark.marker.addTo(group); });
      return {
        of: route, group: group, marks: ends.concat(stops), stops: stops,
        bounds: L.latLngBounds([].concat.apply([route.start, route.end].concat(route.stops.map(function (s) { return s.at; })), legs)),
        redraw: function () {
          var moved = legs.map(function (leg) { return shifted(map, leg); });
          var back = function (p) { return map.unproject(p); };
          var lines = moved.map(function (points) { return points.map(back); });
          casing.setLatLngs(lines);
          driven.setLatLngs(lines);
          heads.setLatLngs([].concat.apply([], moved.map(arrows)).map(function (shape) { return [shape.map(back)]; }));
        },
      };
    });

    function shown() { return routes.filter(function (route) { return map.hasLayer(route.group); }); }
    function redraw() {
      pickRoads();
      var marks = [];
      shown().forEach(function (route) { route.redraw(); marks = marks.concat(route.marks); });
      spread(map, marks.filter(function (m) { return m.marker.getElement(); }));
    }
    function fit() {
      var bounds = L.latLngBounds([]);
      shown().forEach(function (route) { bounds.extend(route.bounds); });
      map.fitBounds(bounds.isValid() ? bounds : data.bounds, { animate: false, padding: [46, 46], maxZoom: 16 });
    }
    function entry(key, number) { return document.getElementById(key + "-" + number); }
    function pickEntry(key, number) {
      document.querySelectorAll(".picked").forEach(function (old) { old.classList.remove("picked"); });
      var item = entry(key, number);
      if (!item) { return; }
      item.classList.add("picked");
      item.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
    function pickStop(key, number) {
      var route = routes.filter(function (r) { return r.of.key === key; })[0];
      var mark = route.stops[number - 1];
      pickEntry(key, number);
      if (!map.hasLayer(route.group)) { return; }
      document.querySelectorAll(".stop-mark.chosen").forEach(function (old) { old.classList.remove("chosen"); });
      map.setView(mark.place, Math.max(map.getZoom(), 14), { animate: !calm });
      mark.marker.getElement().classList.add("chosen");
      mark.marker.openTooltip();
    }
    function choose(wanted) {
      routes.forEach(function (route) {
        var section = document.getElementById("route-" + route.of.key), on = wanted(route.of);
        if (section) { section.hidden = !on; }
        if (on) { route.group.addTo(map); } else { route.group.remove(); }
      });
      redraw();
      fit();
    }

    document.querySelectorAll("[data-stop]").forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        pickStop(link.dataset.route, Number(link.dataset.stop));
      });
    });
    var whole = document.getElementById("whole");
    if (whole) { whole.hidden = false; whole.addEventListener("click", fit); }
    map.on("zoomend", redraw);

    var before = null;
    function toPaper() {
      if (before) { return; }
      before = { center: map.getCenter(), zoom: map.getZoom() };
      document.documentElement.classList.add("printing");
      map.invalidateSize({ animate: false, pan: false });
      fit();
    }
    function toScreen() {
      if (!before) { return; }
      document.documentElement.classList.remove("printing");
      map.invalidateSize({ animate: false, pan: false });
      map.setView(before.center, before.zoom, { animate: false });
      before = null;
    }
    window.addEventListener("beforeprint", toPaper);
    window.addEventListener("afterprint", toScreen);
    window.addEventListener("resize", function () { if (!before) { map.invalidateSize(); } });

    weekFilter(routes, choose);
    document.documentElement.classList.add("drawn");
  }

  /* On the page of the week: two selects and the overview's cells choose what is shown. */
  function weekFilter(routes, choose) {
    var day = document.getElementById("pick-day"), person = document.getElementById("pick-person");
    function apply() {
      choose(function (route) {
        return (!day || !day.value || route.date === day.value) && (!person || !person.value || route.case_manager === person.value);
      });
      document.querySelectorAll("[data-cell]").forEach(function (cell) {
        var on = !document.getElementById("route-" + cell.dataset.cell).hidden;
        cell.parentNode.classList.toggle("on", on);
      });
    }
    if (day && person) {
      document.getElementById("filter").hidden = false;
      day.addEventListener("change", apply);
      person.addEventListener("change", apply);
      document.querySelectorAll("[data-cell]").forEach(function (cell) {
        cell.addEventListener("click", function (event) {
          event.preventDefault();
          day.value = cell.dataset.day;
          person.value = cell.dataset.person;
          apply();
        });
      });
    }
    apply();
  }

  return Page;
})();
