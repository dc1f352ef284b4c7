// Lets a reader move a detector's threshold; without scripts the table of operating points says the same.
(() => {
  const DASH = "\u2013", MINUS = "\u2212";
  const fixed = (value, decimals) =>
    value.toLocaleString("en-US", {minimumFractionDigits: decimals, maximumFractionDigits: decimals});
  // Only nothing is shown as 0, and only the whole as the whole.
  const share = (part, whole, per, decimals) => {
    if (!whole) return DASH;
    const value = per * part / whole;
    while (decimals < 4 && part > 0 && part < whole && [0, per].includes(+value.toFixed(decimals))) decimals += 1;
    return fixed(value, decimals);
  };
  for (const dial of document.querySelectorAll(".dial")) {
    const stops = JSON.parse(dial.dataset.stops), input = dial.querySelector("input");
    const [, positives, negatives] = stops[0], decimals = +dial.dataset.decimals;
    const put = (name, text) => { dial.querySelector(`[data-show="${name}"]`).textContent = text; };
    const show = () => {
      const [threshold, found, alarms] = stops[+input.value];
      const score = found + alarms
        ? threshold.toLocaleString("en-US", {maximumSignificantDigits: 4}).replace("-", MINUS)
        : "above every score";
      const precision = share(found, found + alarms, 100, decimals), recall = share(found, positives, 100, decimals);
      put("score", score);
      put("precision", precision);
      put("recall", recall);
      put("rate", share(alarms, negatives, 1000, +dial.dataset.rate));
      put("right", fixed(negatives - alarms, 0));
      put("alarms", fixed(alarms, 0));
      put("missed", fixed(positives - found, 0));
      put("found", fixed(found, 0));
      input.setAttribute("aria-valuetext", `threshold ${score}: precision ${precision} %, recall ${recall} %`);
      for (const button of dial.querySelectorAll("button"))
        button.setAttribute("aria-pressed", String(button.dataset.stop === input.value));
    };
    input.addEventListener("input", show);
    for (const button of dial.querySelectorAll("button"))
      button.addEventListener("click", () => { input.value = button.dataset.stop; show(); });
    dial.hidden = false;
    show();
  }
})();
