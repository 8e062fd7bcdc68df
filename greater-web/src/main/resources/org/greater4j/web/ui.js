// The web application. A page is whole without this; with it, it follows what happens.
{
  const theme = document.querySelector(".theme");
  theme?.addEventListener("change", (event) => {
    document.cookie = `greater-theme=${event.target.value}; path=/; max-age=31536000; samesite=strict`;
  });

  // ---- parts of the page that follow the server's
  const shown = new Map();
  const parts = (root) => [...root.querySelectorAll("[data-part]")];
  for (const part of parts(document)) shown.set(part.dataset.part, part.innerHTML);

  const isBusy = (part) => {
    const selection = getSelection();
    const selecting = selection && !selection.isCollapsed && part.contains(selection.anchorNode);
    return selecting || part.querySelector("input:checked:not([type=radio])") !== null;
  };

  const replace = (part, fresh) => {
    if (shown.get(part.dataset.part) === fresh.innerHTML || isBusy(part)) return;
    const open = new Set([...part.querySelectorAll("details[open]")].map((fold) => fold.id || fold.querySelector("summary").textContent));
    const chosen = [...part.querySelectorAll("input[type=radio]:checked")].map((input) => input.id);
    const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
    shown.set(part.dataset.part, fresh.innerHTML);
    part.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    for (const fold of part.querySelectorAll("details")) {
      if (open.has(fold.id || fold.querySelector("summary").textContent)) fold.open = true;
    }
    for (const id of chosen) {
      const input = document.getElementById(id);
      if (input) input.checked = true;
    }
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    enliven(part);
  };

  let refreshing = false;
  let again = false;
  const refresh = async () => {
    if (refreshing) {
      again = true;
      return;
    }
    refreshing = true;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!response.ok) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const names = (root) => parts(root).map((part) => part.dataset.part).join(" ");
      if (names(fresh) !== names(document)) {
        location.reload(); // another kind of page by now: a run that has begun
        return;
      }
      for (const part of parts(document)) {
        const other = fresh.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
        const state = part.querySelector(".badge")?.textContent;
        replace(part, other);
        const now = part.querySelector(".badge")?.textContent;
        if (part.dataset.part === "status" && state !== now) announce(`now ${now}`);
      }
    } catch {
      // the server is gone, or comes back: the stream tells
    } finally {
      refreshing = false;
      if (again) {
        again = false;
        setTimeout(refresh, 300);
      }
    }
  };

  const announce = (text) => {
    document.getElementById("announcement").textContent = text;
  };

  const progress = (told) => {
    const bar = document.getElementById("progress");
    const label = document.getElementById("progress-label");
    if (!bar || !label) return;
    label.textContent = told.label;
    document.getElementById("progress-left").textContent = told.left;
    if (told.percent >= 0) bar.value = told.percent;
  };

  // a browser keeps few connections to one host: only the page that is seen holds one
  let stream = null;
  const live = document.body.dataset.live;
  const listen = () => {
    if (!live || stream || document.hidden) return;
    stream = new EventSource(live);
    // the browser has an event of this name too, without data; what changed before the stream was open is fetched once
    stream.addEventListener("open", (event) => { if (event.data) refresh(); });
    stream.addEventListener("changed", refresh);
    stream.addEventListener("progress", (event) => progress(JSON.parse(event.data)));
  };
  const leave = () => {
    stream?.close();
    stream = null;
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
  listen();

  // ---- the estimate follows the form
  const form = document.querySelector("form[data-estimate]");
  if (form) {
    let waiting = 0;
    const estimate = async () => {
      const values = new FormData(form);
      values.delete("file");
      try {
        const response = await fetch(form.dataset.estimate, { method: "POST", body: new URLSearchParams(values) });
        if (!response.ok) return;
        const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
        document.getElementById("estimate").replaceChildren(...[...fresh.body.childNodes].map((node) => document.importNode(node, true)));
      } catch {
        // as it was
      }
    };
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(waiting);
      waiting = setTimeout(estimate, 400);
    });
    form.addEventListener("submit", () => {
      const button = form.querySelector("button[type=submit]");
      setTimeout(() => { button.disabled = true; });
    });
    addEventListener("pageshow", () => { form.querySelector("button[type=submit]").disabled = false; });
  }

  // another task has other examples
  for (const field of document.querySelectorAll("[data-reload]")) {
    field.addEventListener("change", () => {
      const values = new URLSearchParams(new FormData(field.form));
      values.delete("example");
      location.search = values.toString();
    });
  }
}
