"use strict";
(() => {
  const pop = document.getElementById("pop");
  const main = document.querySelector("main.dragoman");
  const narrow = matchMedia("(max-width: 50rem)");
  let shown = null, pinned = false, leaving = 0;

  for (const mark of main.querySelectorAll("mark[data-for]")) {
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-description", mark.title);
    mark.removeAttribute("title");
  }

  const keysOf = mark => mark.dataset.for.split(" ");
  const markOf = target => target instanceof Element ? target.closest("mark[data-for]") : null;

  function clear() {
    for (const one of main.querySelectorAll(".on")) one.classList.remove("on");
  }

  function hide() {
    clearTimeout(leaving);
    if (shown) shown.removeAttribute("aria-expanded");
    pop.hidden = true;
    shown = null;
    pinned = false;
  }

  // Below the passage or above it, where there is more room; never over it.
  function place(mark) {
    pop.style.left = pop.style.top = pop.style.maxHeight = "";
    if (narrow.matches) return;
    const lines = mark.getClientRects();
    if (!lines.length) return hide();
    const gap = 6, first = lines[0], last = lines[lines.length - 1];
    const below = innerHeight - last.bottom - 2 * gap, above = first.top - 2 * gap;
    const under = pop.offsetHeight <= below || below >= above;
    const height = Math.min(pop.offsetHeight, Math.max(120, under ? below : above));
    pop.style.maxHeight = height + "px";
    pop.style.top = Math.max(gap, under ? Math.min(last.bottom + gap, innerHeight - height - gap) : first.top - gap - height) + "px";
    pop.style.left = Math.max(8, Math.min((under ? last : first).left, innerWidth - pop.offsetWidth - 8)) + "px";
  }

  function show(mark, pin) {
    clearTimeout(leaving);
    if (shown !== mark) {
      if (shown) shown.removeAttribute("aria-expanded");
      pop.replaceChildren();
      for (const key of keysOf(mark)) {
        const card = document.getElementById(key);
        if (!card) continue;
        const copy = card.cloneNode(true);
        copy.removeAttribute("id");
        copy.classList.remove("on");
        pop.append(copy);
      }
    }
    shown = mark;
    pinned = pin;
    if (pin && !pop.querySelector(".close")) {
      const close = document.createElement("button");
      close.className = "close";
      close.textContent = "✕";
      close.setAttribute("aria-label", "Close");
      pop.prepend(close);
    }
    mark.setAttribute("aria-expanded", "true");
    pop.hidden = false;
    place(mark);
  }

  function choose(mark) {
    clear();
    mark.classList.add("on");
    const cards = keysOf(mark).map(key => document.getElementById(key)).filter(Boolean);
    for (const card of cards) card.classList.add("on");
    const list = cards.length ? cards[0].closest(".records") : null;
    if (list && list.scrollHeight > list.clientHeight)
      list.scrollTop += cards[0].getBoundingClientRect().top - list.getBoundingClientRect().top - 20;
    if (narrow.matches) show(mark, true);
    else hide(); // the cards stand beside the text
  }

  function select(card) {
    hide();
    clear();
    card.classList.add("on");
    const marks = card.closest(".report").querySelectorAll(`mark[data-for~="${card.id}"]`);
    for (const mark of marks) mark.classList.add("on");
    if (marks.length) marks[0].scrollIntoView({ block: "center" });
    return marks[0];
  }

  document.addEventListener("click", event => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest(".pop .close")) {
      const back = shown;
      hide();
      if (back) back.focus({ preventScroll: true });
      hide();
      return;
    }
    if (event.target.closest(".pop")) return;
    const mark = markOf(event.target);
    if (mark) return choose(mark);
    const card = event.target.closest(".report .card");
    if (card) {
      const link = event.target.closest(".back");
      if (link) event.preventDefault();
      const first = select(card);
      if (link && first) {
        first.focus({ preventScroll: true });
        hide();
      }
      return;
    }
    hide();
    clear();
  });

  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      if (shown && pop.contains(document.activeElement)) shown.focus({ preventScroll: true });
      hide();
      clear();
    }
    const mark = markOf(event.target);
    if (mark && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(mark);
    }
  });

  document.addEventListener("focusin", event => {
    const mark = markOf(event.target);
    if (mark && mark.matches(":focus-visible")) show(mark, false);
    else if (!mark && !pop.contains(event.target) && !pinned) hide();
  });

  main.addEventListener("pointerover", event => {
    const mark = markOf(event.target);
    if (mark && event.pointerType === "mouse" && !pinned) show(mark, false);
  });
  function leave(event) {
    if (event.pointerType !== "mouse" || pinned) return;
    clearTimeout(leaving);
    leaving = setTimeout(() => { if (!pinned) hide(); }, 200);
  }
  main.addEventListener("pointerout", event => { if (markOf(event.target)) leave(event); });
  pop.addEventListener("pointerenter", () => clearTimeout(leaving));
  pop.addEventListener("pointerleave", leave);
  addEventListener("scroll", () => { if (shown && !narrow.matches) place(shown); }, { passive: true });
  addEventListener("resize", () => { if (shown) place(shown); });

  const reports = [...main.querySelectorAll(":scope > .report")];
  if (reports.length < 2) return;
  const index = document.getElementById("index");
  const filter = document.getElementById("filter");
  const input = filter.querySelector("input"), output = filter.querySelector("output");
  const list = index.querySelector("ol");
  index.hidden = filter.hidden = false;
  const items = reports.map(report => {
    const item = document.createElement("li"), link = document.createElement("a");
    link.href = "#" + report.id;
    link.dir = "auto";
    link.textContent = (report.querySelector("h2") || report.querySelector("b") || report).textContent;
    item.append(link);
    return item;
  });
  list.append(...items);
  let texts = null, waiting = 0;
  function apply() {
    texts ||= reports.map(report => report.textContent.toLowerCase());
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    reports.forEach((report, number) => {
      const fits = wanted.every(word => texts[number].includes(word));
      report.hidden = items[number].hidden = !fits;
      count += fits;
    });
    output.textContent = `${count} of ${reports.length} reports`;
    hide();
  }
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 150); });
  output.textContent = `${reports.length} reports`;
})();
