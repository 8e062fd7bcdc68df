
// Comforts only: the report is whole without them.
"use strict";
const enliven = (part) => {
  for (const button of part.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue; // not on every page that is opened from a disk
    button.hidden = false;
    button.addEventListener("click", async () => {
      const label = button.textContent;
      try {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed here";
      }
      setTimeout(() => { button.textContent = label; }, 1500);
    });
  }
  for (const button of part.querySelectorAll("button[data-unfold]")) {
    const folds = document.querySelectorAll("#" + button.dataset.unfold + " details");
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = [...folds].some((fold) => !fold.open);
      for (const fold of folds) fold.open = open;
      button.textContent = open ? "Close all" : "Open all";
    });
  }
};
enliven(document);
const openTarget = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", openTarget);
openTarget();
// paper has nothing to click on
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.open = true;
    fold.dataset.opened = "";
  }
});
addEventListener("afterprint", () => {
  for (const fold of document.querySelectorAll("details[data-opened]")) {
    fold.open = false;
    delete fold.dataset.opened;
  }
});
