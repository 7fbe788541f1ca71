// What the pages do beyond links and forms. Without it everything still works, only less quickly.
(() => {
  'use strict';
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

  // times: in the zone of who looks, with the exact one on hover
  const short = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  const exact = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'long' });
  const times = root => $$('time[datetime]', root).forEach(time => {
    const at = new Date(time.dateTime);
    if (isNaN(at)) return;
    time.textContent = short.format(at);
    time.title = exact.format(at) + ' (' + at.toISOString() + ')';
  });

  document.addEventListener('click', event => {
    const dismiss = event.target.closest('[data-dismiss]');
    if (dismiss) dismiss.closest('.toast').remove();
  });

  // light and dark: at once, and remembered by the server for the next page
  document.addEventListener('submit', event => {
    const form = event.target.closest('[data-theme-switch]');
    if (!form || !event.submitter) return;
    event.preventDefault();
    document.documentElement.dataset.theme = event.submitter.value;
    const body = new URLSearchParams(new FormData(form, event.submitter));
    fetch(form.action, { method: 'POST', body, headers: { 'HX-Request': 'true' } });
  });

  document.addEventListener('DOMContentLoaded', () => times(document));
  document.addEventListener('htmx:load', event => times(event.detail.elt.parentNode || document));
})();
