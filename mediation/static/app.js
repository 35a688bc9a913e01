/* Small comforts; every page works without them. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");

  /* The chosen card looks chosen at once. */
  document.addEventListener("change", function (event) {
    var box = event.target.closest(".choices");
    if (!box) return;
    box.querySelectorAll(".choice").forEach(function (card) {
      var input = card.querySelector("input");
      card.classList.toggle("choice-on", Boolean(input && input.checked));
    });
  });

  /* Whoever sent a wrong form lands on the list of what to mend. */
  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();

  /* A message at the foot of the screen goes away without a new page. */
  document.querySelectorAll(".flash a").forEach(function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      link.closest(".flash").remove();
    });
  });

  /* Text typed into a form that asks for it is not lost by a wrong tap. */
  var unsaved = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-warn-unsaved]")) unsaved = true;
  });
  document.addEventListener("submit", function () { unsaved = false; });
  window.addEventListener("beforeunload", function (event) {
    if (unsaved) event.preventDefault();
  });

  /* Copying and printing need script, so their buttons show only with it. */
  document.querySelectorAll("[data-copy], [data-print]").forEach(function (button) {
    if (button.dataset.copy && !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      if (!button.dataset.copy) return window.print();
      navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText).then(function () {
        button.querySelector("span").textContent = button.dataset.copied;
      });
    });
  });

  /* An open menu closes when one looks elsewhere. */
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
})();
