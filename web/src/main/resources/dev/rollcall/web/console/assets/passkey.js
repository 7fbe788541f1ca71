// Asks the browser's authenticator before a form is sent, and puts what it says into the form.
(() => {
  'use strict';
  document.querySelectorAll('form[data-passkey]').forEach(form => form.addEventListener('submit', async event => {
    event.preventDefault();
    const failed = form.querySelector('[data-failed]');
    failed.hidden = true;
    try {
      const asked = await fetch(form.action + '/challenge', {
        method: 'POST',
        headers: { 'X-CSRF-TOKEN': form.elements._csrf.value },
      });
      const options = await asked.json();
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      // there is none, it was not touched, or the session is over: the same cure
      failed.hidden = false;
    }
  }));
  // without this nothing could be sent: only now it can be pressed
  document.querySelectorAll('form[data-passkey] button').forEach(button => {
    button.disabled = false;
    if (button.form.dataset.passkey === 'get' && document.activeElement === document.body) button.focus();
  });
})();
