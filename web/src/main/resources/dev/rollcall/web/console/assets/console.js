// What the pages do beyond links and forms. Without it everything still works, only less quickly.
(() => {
  'use strict';
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add('ready');

  // times: in the zone of who looks, with the exact one on hover
  const short = new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  const exact = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full', timeStyle: 'long' });
  const ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'always' });
  const age = (at, now) => {
    const minutes = Math.floor((Date.now() - at) / 60000);
    if (minutes < 1) return now;
    if (minutes < 60) return ago.format(-minutes, 'minute');
    return minutes < 1440 ? ago.format(-Math.floor(minutes / 60), 'hour') : ago.format(-Math.floor(minutes / 1440), 'day');
  };
  setInterval(() => times(document), 60000);
  const times = root => {
    $$('option[data-at]', root).forEach(option => { option.textContent = short.format(new Date(option.dataset.at)) + ' \u00b7 ' + option.dataset.label; });
    $$('time[datetime]', root).forEach(time => {
      const at = new Date(time.dateTime);
      if (isNaN(at)) return;
      time.textContent = time.dataset.age ? age(at, time.dataset.age) : short.format(at);
      time.title = exact.format(at) + ' (' + at.toISOString() + ')';
    });
  };

  // a slider over the choices of a list: the list is what is sent
  document.addEventListener('input', event => {
    const over = event.target.dataset.over;
    if (over) {
      $(over).value = '';
      $$('[data-slide]').forEach(slider => { slider.value = event.target.selectedIndex; });
    }
    const list = event.target.dataset.slide && $(event.target.dataset.slide);
    if (list && list.selectedIndex !== Number(event.target.value)) {
      list.selectedIndex = Number(event.target.value);
      list.dispatchEvent(new Event('input', { bubbles: true }));
      list.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });

  // a click on who it is edits, as the sign at the end of the row does
  document.addEventListener('click', event => {
    const who = event.target.closest('#rows .who');
    if (!who || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!String(getSelection())) $('.row-actions a', who.closest('tr')).click();
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

  // dialogs: modal where there is script; leaving with something typed asks
  const dialog = () => $('#dialog');
  const text = code => document.body.dataset[code];
  const listUrl = () => (dialog() && dialog().dataset.list) || '/console/' + location.pathname.split('/')[2];
  let opener = null;
  const value = field => field.type === 'checkbox' ? (field.checked ? field.value : '') : field.value;
  const isDirty = form => $$('[data-was]', form).some(field => value(field) !== field.dataset.was);
  const dirtyForm = () => dialog() && $$('form[data-guard]', dialog()).find(isDirty);
  const mayLeave = () => !dirtyForm() || confirm(text('leave'));
  const reveal = () => {
    const it = dialog();
    if (!it || !it.firstElementChild) return;
    it.classList.toggle('narrow', it.firstElementChild.dataset.size === 'narrow');
    it.setAttribute('aria-labelledby', 'dialog-title');
    if (!it.matches(':modal')) {
      const typing = $(':is(input, select):focus', it);
      it.close();
      it.showModal();
      (typing || $('[autofocus], #f-username:enabled', it) || $('#dialog-title', it)).focus();
    }
  };
  const close = () => {
    const it = dialog();
    if (!it || !it.open || !mayLeave()) return false;
    it.close();
    it.replaceChildren();
    history.pushState({ htmx: true }, '', listUrl());
    const back = opener && document.getElementById(opener);
    if (back) back.focus();
    return true;
  };
  document.addEventListener('click', event => {
    const link = event.target.closest('[data-close]');
    if (link && dialog()) {
      event.preventDefault();
      close();
    }
  });
  document.addEventListener('cancel', event => {
    if (event.target === dialog()) {
      event.preventDefault();
      close();
    }
  }, true);
  document.addEventListener('mousedown', event => {
    if (event.target === dialog() && dialog().matches(':modal')) close();
  });
  addEventListener('beforeunload', event => { if (dirtyForm() && !leaving) event.preventDefault(); });
  let leaving = false;
  document.addEventListener('submit', () => { leaving = true; setTimeout(() => { leaving = false; }, 3000); }, true);

  // Update waits for a change
  const weigh = form => {
    const update = $('[data-update]', form);
    if (!update) return;
    const unchanged = !isDirty(form) && !$('[data-take]', form);
    update.disabled = unchanged;
    const hint = $('[data-unchanged]', form);
    if (hint) hint.hidden = !unchanged;
  };
  document.addEventListener('input', event => {
    const form = event.target.form;
    if (event.target.dataset.take) {
      const field = form.elements[event.target.dataset.take];
      if (field.type === 'checkbox') field.checked = !!event.target.dataset.value;
      else field.value = event.target.dataset.value;
    }
    if (form && form.matches('[data-changes]')) weigh(form);
  });

  // copy and download
  const content = selector => { const it = $(selector); return it.value || it.textContent; };
  document.addEventListener('click', async event => {
    const copy = event.target.closest('[data-copy]');
    if (copy) {
      try {
        await navigator.clipboard.writeText(content(copy.dataset.copy));
      } catch (refused) {
        const it = $(copy.dataset.copy);
        if (it.select) it.select(); else getSelection().selectAllChildren(it);
        document.execCommand('copy');
      }
      const label = $('span', copy);
      const before = label.textContent;
      label.textContent = copy.dataset.done;
      setTimeout(() => { label.textContent = before; }, 1600);
    }
    const download = event.target.closest('[data-download]');
    if (download) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([content(download.dataset.download) + '\n'], { type: 'text/plain' }));
      link.download = download.dataset.name;
      link.click();
      URL.revokeObjectURL(link.href);
    }
  });

  // live: what happens anywhere, from where this page is; after a break it goes on right behind the last one
  const after = (one, other) => {
    const left = one.split('.').map(Number);
    const right = other.split('.').map(Number);
    for (let i = 0; i < Math.max(left.length, right.length); i++) {
      if ((left[i] || 0) !== (right[i] || 0)) return (left[i] || 0) > (right[i] || 0);
    }
    return false;
  };
  let place = null;
  let source = null;
  let pause = 500;
  const waiting = new Map();
  const shown = on => {
    const sign = $('#live');
    sign.hidden = false;
    sign.classList.toggle('on', on);
    $('.live-text', sign).textContent = on ? sign.dataset.on : sign.dataset.off;
  };
  const listen = () => {
    if (source || !place || document.hidden) return;
    source = new EventSource('/console/live?after=' + place);
    source.onopen = () => { pause = 500; shown(true); };
    source.onmessage = event => {
      place = event.lastEventId || place;
      happened(JSON.parse(event.data).data, place);
    };
    source.onerror = () => {
      shown(false);
      if (source && source.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(listen, pause);
        pause = Math.min(pause * 2, 15000);
      }
    };
  };
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) {
      setTimeout(() => { if (document.hidden && source) { source.close(); source = null; } }, 30000);
    } else {
      listen();
    }
  });
  const happened = (fact, at) => {
    const kind = fact.subject.kind.toLowerCase();
    const keys = ['facts', 'type:' + fact.type, kind + ':' + fact.subject.id, 'owner:' + fact.subject.owner];
    fact.changes.filter(change => change.field === 'userId').forEach(change => [change.from, change.to].filter(Boolean)
      .forEach(user => keys.push('user:' + user, 'owner:' + user, 'clients-of:' + user)));
    const found = new Set(keys.flatMap(key => $$('[data-live~="' + key + '"]')));
    found.forEach(element => later(element, at));
  };
  const later = (element, at) => {
    const holder = element.closest('[data-at]');
    if (holder && !after(at, holder.dataset.at)) return;
    const known = waiting.get(element);
    if (known) { known.at = at; return; }
    const job = { at };
    waiting.set(element, job);
    setTimeout(() => { waiting.delete(element); refresh(element, job.at); }, 60);
  };
  const withPlace = (url, at) => url + (url.includes('?') ? '&' : '?') + 'at=' + at;
  const refresh = (element, at) => {
    if (!element.isConnected || !element.dataset.url) return;
    const headers = { 'Rollcall-Passive': '1' };
    const url = withPlace(element.dataset.url, at);
    const whole = { source: dialog(), target: '#dialog', swap: 'innerHTML', headers };
    if (element.dataset.theirs) {
      if (isDirty(element)) {
        const values = Object.fromEntries(new FormData(element));
        if (String(values.version) === element.dataset.told) return;
        htmx.ajax('POST', withPlace(element.dataset.theirs, at), { ...whole, values });
      } else {
        htmx.ajax('GET', url, whole);
      }
    } else if (element.hasAttribute('data-whole')) {
      if (dirtyForm() || $('.ask', dialog()) || $('#issued', dialog())) return;
      htmx.ajax('GET', url, whole);
    } else if (element.id === 'results' && element.dataset.paged) {
      $('.news', element).hidden = false;
    } else {
      const id = element.id;
      // its own source: requests of one source wait for one another, and all but the last of those that wait are dropped
      htmx.ajax('GET', url, { source: element, target: element, swap: 'outerHTML', headers }).then(() => {
        const fresh = document.getElementById(id);
        if (fresh) fresh.classList.add('fresh');
      });
    }
  };

  // many at once: one after the other, so that each says what came of it and one can stop in between
  const bulk = () => $('.bulk');
  const picked = () => $$('#chosen [name=pick]:checked');
  const say = (text, one, other) => text.replace('##', other).replace('#', one);
  const counted = () => {
    const bar = bulk();
    if (!bar) return;
    $('[data-count]', bar).textContent = say(bar.dataset.picked, picked().length);
    if (!$('.bulk-ask', bar).hidden) bar.classList.remove('running');
    const all = $('[data-pick-all]');
    const free = $$('#chosen [name=pick]:enabled');
    if (all) {
      all.checked = free.length > 0 && picked().length === free.length;
      all.indeterminate = !all.checked && picked().length > 0;
    }
  };
  document.addEventListener('change', event => {
    if (event.target.matches('[data-pick-all]')) $$('#chosen [name=pick]:enabled').forEach(box => { box.checked = event.target.checked; });
    if (event.target.matches('[data-pick-all], [name=pick]')) {
      if (bulk().classList.contains('running') && !stopping) { $('.bulk-ask').hidden = false; $('.bulk-run').hidden = true; }
      counted();
    }
  });
  let stopping = null;
  document.addEventListener('click', event => { if (stopping && event.target.closest('[data-stop]')) stopping.stop = true; });
  document.addEventListener('submit', async event => {
    if (event.target.id !== 'chosen') return;
    event.preventDefault();
    leaving = false;
    const bar = bulk();
    const ids = picked().map(box => box.value);
    if (stopping || !ids.length) return;
    const run = stopping = { stop: false };
    const reason = $('#b-reason').value;
    const meter = $('progress', bar);
    let good = 0;
    let tried = 0;
    bar.classList.add('running');
    $('.bulk-ask', bar).hidden = true;
    $('.bulk-run', bar).hidden = false;
    $('[data-stop]', bar).hidden = false;
    meter.max = ids.length;
    for (const id of ids) {
      if (run.stop) break;
      meter.value = tried;
      $('[data-progress]', bar).textContent = say(bar.dataset.each, tried + 1, ids.length);
      try {
        await htmx.ajax('POST', '/console/clients/' + id + '/chosen', { source: document.body, target: '#client-' + id, swap: 'outerHTML', values: { reason, request: crypto.randomUUID ? crypto.randomUUID() : '' }, headers: { 'Rollcall-Quiet': '1' } });
      } catch (gone) { /* is counted as not done */ }
      tried++;
      const outcome = $('#client-' + id + ' [data-outcome]');
      if (outcome && outcome.dataset.outcome === 'done') good++;
      else if (!outcome) run.stop = true;
    }
    meter.value = tried;
    $('[data-stop]', bar).hidden = true;
    $('[data-progress]', bar).textContent = say(tried < ids.length ? bar.dataset.stopped : good < tried ? bar.dataset.done : bar.dataset.all, good, ids.length - good);
    stopping = null;
  });

  // a search that the next one replaces was given up on purpose, which htmx would call an error
  let givenUp = false;
  document.addEventListener('htmx:abort', () => {
    givenUp = true;
    queueMicrotask(() => { givenUp = false; });
  }, true);
  htmx.logger = (element, name, detail) => { if (givenUp) delete detail.error; };

  // what htmx does and this page adds
  document.addEventListener('htmx:configRequest', event => {
    if (event.detail.elt.closest && event.detail.elt.closest('[hx-push-url]') && event.detail.target === dialog()) {
      if (!dialog().open) {
        opener = event.detail.elt.id;
        dialog().dataset.list = location.pathname + location.search;
      } else if (!event.detail.elt.closest('form') && !mayLeave()) {
        event.preventDefault();
      }
    }
    // empty filters stay out of the address
    if (event.detail.elt.matches('[data-plain]')) {
      const given = event.detail.parameters;
      Object.keys(given).forEach(name => { if (given[name] === '') delete given[name]; });
    }
  });
  document.addEventListener('htmx:beforeRequest', event => {
    if (!event.detail.requestConfig.headers['Rollcall-Passive']) document.documentElement.classList.add('busy');
  });
  document.addEventListener('htmx:afterRequest', () => document.documentElement.classList.remove('busy'));
  document.addEventListener('htmx:sendError', () => {
    const toast = $('#offline').content.cloneNode(true);
    $('#toasts').replaceChildren(toast);
  });
  document.addEventListener('htmx:beforeSwap', event => {
    const passive = event.detail.requestConfig.headers['Rollcall-Passive'];
    if (passive && event.detail.xhr.status >= 400 && event.detail.xhr.status !== 404) event.detail.shouldSwap = false;
    if (passive && event.detail.xhr.status >= 400 && event.detail.target && event.detail.target.id === 'toasts') event.detail.shouldSwap = false;
  });
  document.addEventListener('htmx:afterSwap', event => {
    if (event.detail.target === dialog()) {
      reveal();
      const wrong = $('[aria-invalid=true], .ask [autofocus]', dialog());
      if (wrong) wrong.focus();
    }
    if (event.detail.target.classList && event.detail.target.classList.contains('more-row') && $('#results')) $('#results').dataset.paged = '1';
    $$('.toast', $('#toasts')).forEach(toast => setTimeout(() => toast.remove(), 12000));
  });
  const settle = root => {
    counted();
    times(root);
    $$('.tabs [aria-current]', root).forEach(tab => { tab.parentNode.scrollLeft = tab.offsetLeft - (tab.parentNode.clientWidth - tab.clientWidth) / 2; });
    $$('form[data-changes]', root).forEach(weigh);
  };
  document.addEventListener('htmx:load', event => settle(event.detail.elt.parentNode || document));
  const isTyped = field => field.matches('select')
    ? field.selectedIndex !== Math.max(0, [...field.options].findIndex(option => option.defaultSelected))
    : field.matches('input') && field.value !== field.defaultValue;
  document.addEventListener('DOMContentLoaded', () => {
    settle(document);
    if (dialog() && dialog().open) reveal();
    // what was searched for and chosen before this was here
    $$('.tools, .past').filter(form => [...form.elements].some(isTyped)).forEach(form => htmx.trigger(form, 'submit'));
    const from = $('#live');
    if (from && from.dataset.from) {
      place = from.dataset.from;
      listen();
    }
  });
})();
