// A classic script, before all modules: it must run when one of them can't be loaded.
(() => {
  addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLScriptElement || target instanceof HTMLLinkElement)) return;
      document.addEventListener('DOMContentLoaded', tell);
      if (document.readyState !== 'loading') tell();
    },
    true, // such errors don't bubble
  );

  const BROKEN =
    'A part of this page could not be loaded, or is damaged: check the connection and reload.';

  function tell() {
    const line = document.querySelector('#status');
    const text = line?.querySelector('.text');
    const reload = line?.querySelector('.reload');
    if (!(line instanceof HTMLElement) || !text || !(reload instanceof HTMLElement)) return;
    line.dataset.state = 'failed';
    document.querySelector('#stuck')?.setAttribute('hidden', '');
    text.textContent = BROKEN;
    translate(text).catch(() => {}); // what is missing may be just that
    reload.hidden = false;
    reload.onclick = () => location.reload();
  }

  /** @param {Element} text */
  async function translate(text) {
    const [{ preferred, speak }, { t }] = await Promise.all([
      import('../i18n/speak.js'),
      import('../i18n/language.js'),
    ]);
    await speak(preferred());
    if (text.textContent === BROKEN) text.textContent = t('status.broken');
  }
})();
