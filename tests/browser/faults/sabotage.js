// In the page and in each worker of a test's site: does harm to workers when it is told to.
(() => {
  const channel = new BroadcastChannel('sabotage');
  const own = 'document' in globalThis ? 'page' : globalThis.name;
  /** Workers that were started here, by name. */
  const started = {};
  /** What to do once a message of some kind, or about some phase, comes or goes. */
  let plans = [];

  globalThis.Worker = class extends Worker {
    constructor(url, options) {
      super(url, options);
      (started[options?.name ?? ''] ??= []).push(this);
    }
  };

  const deeds = {
    // as when the browser ends it: nobody is told
    end({ worker }) {
      const all = started[worker] ?? [];
      for (const each of all) each.terminate();
      return all.length;
    },
    throws({ worker, at }) {
      if (worker !== own) return 0;
      const act = (event) => {
        event?.stopImmediatePropagation();
        throw new Error('sabotage');
      };
      if (at) plans.push({ at, act });
      else setTimeout(act);
      return 1;
    },
    // as in a long function of C, or where a thread has died that this one waits for
    stall({ worker, at, seconds }) {
      if (worker !== own) return 0;
      const stall = () => {
        const end = performance.now() + seconds * 1000;
        while (performance.now() < end);
      };
      if (at) plans.push({ at, act: stall });
      else setTimeout(stall);
      return 1;
    },
    // as where WebAssembly has stopped: Pyodide throws at whatever it is told
    trap({ worker, at }) {
      if (worker !== own) return 0;
      const fails = (message) => {
        throw new WebAssembly.RuntimeError(message);
      };
      const act = () => {
        globalThis.onmessage = () => fails('Pyodide already fatally failed');
        setTimeout(() => fails('unreachable'));
      };
      plans.push({ at, act });
      return 1;
    },
    forget() {
      plans = [];
      return 0;
    },
  };

  const look = ({ kind, phase }, event) => {
    const due = plans.filter(({ at }) => at === kind || at === phase);
    plans = plans.filter((plan) => !due.includes(plan));
    for (const { act } of due) act(event);
  };

  channel.addEventListener('message', ({ data }) => {
    if (!data.deed) return;
    const count = deeds[data.deed](data);
    if (count) channel.postMessage({ done: data.id });
  });
  if (own === 'page') return;
  addEventListener('message', (event) => look(event.data, event));
  const { postMessage } = globalThis;
  globalThis.postMessage = (message, transfer) => {
    postMessage(message, transfer);
    if (message) look(message);
  };
  channel.postMessage({ began: own });
})();
