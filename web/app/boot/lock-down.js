// A classic script, the first of all: closes ways out that browsers' Content-Security-Policy leaves
// open. What it can't close is in SECURITY.md. Nothing is called here by a name that a later script
// could have given to something else.
(() => {
  const { apply } = Reflect;

  // WebRTC, and what gives a script the realm of another window, which would have WebRTC again.
  // Markup in strings, another way to a frame, is refused by Trusted Types where a browser has them.
  for (const [owner, names] of /** @type {[object | undefined, string[]][]} */ ([
    [globalThis, ['RTCPeerConnection', 'webkitRTCPeerConnection', 'documentPictureInPicture']],
    [globalThis, ['open', 'XSLTProcessor']],
    [Document.prototype, ['open']],
    [DOMImplementation.prototype, ['createDocument']],
    [globalThis.CustomElementRegistry?.prototype, ['define']],
  ])) {
    for (const name of names) if (owner) Reflect.deleteProperty(owner, name);
  }

  // No policy makes markup or code of a string, whatever its name.
  const Factory = /** @type {any} */ (globalThis).TrustedTypePolicyFactory;
  if (Factory) {
    const { createPolicy } = Factory.prototype;
    Factory.prototype.createPolicy =
      /** @this {object} @param {string} name @param {{createScriptURL?: unknown}} rules */
      function (name, rules) {
        return apply(createPolicy, this, [name, { createScriptURL: rules?.createScriptURL }]);
      };
  }

  const isAbove = Object.prototype.isPrototypeOf;
  const frames = ['HTMLIFrameElement', 'HTMLFrameElement', 'HTMLObjectElement', 'HTMLEmbedElement']
    .concat(['HTMLFencedFrameElement', 'HTMLPortalElement'])
    .map((name) => /** @type {any} */ (globalThis)[name]?.prototype)
    .filter(Boolean);
  for (const name of /** @type {const} */ (['createElement', 'createElementNS'])) {
    const create = /** @type {(...given: any[]) => Element} */ (Document.prototype[name]);
    Document.prototype[name] = /** @type {any} */ (
      /** @this {Document} @param {unknown[]} given */
      function (...given) {
        const element = apply(create, this, given);
        for (let index = 0; index < frames.length; index += 1) {
          if (apply(isAbove, frames[index], [element])) {
            throw new DOMException('Offcut makes no frames.', 'SecurityError');
          }
        }
        return element;
      }
    );
  }

  // No policy stops a page from going elsewhere, and an address can carry anything.
  const { navigation, NavigateEvent, NavigationDestination } = /** @type {any} */ (globalThis);
  if (!navigation) return;
  /** @param {object} prototype @param {string} name */
  const getter = (prototype, name) =>
    /** @type {() => any} */ (Object.getOwnPropertyDescriptor(prototype, name)?.get);
  const destinationOf = getter(NavigateEvent.prototype, 'destination');
  const typeOf = getter(NavigateEvent.prototype, 'navigationType');
  const formOf = getter(NavigateEvent.prototype, 'formData');
  const downloadOf = getter(NavigateEvent.prototype, 'downloadRequest');
  const urlOf = getter(NavigationDestination.prototype, 'url');
  const { startsWith } = String.prototype;
  const { preventDefault } = Event.prototype;
  const site = new URL('./', location.href).href;
  const saved = `blob:${location.origin}/`;
  navigation.addEventListener('navigate', (/** @type {Event} */ event) => {
    if (apply(typeOf, event, []) === 'traverse') return; // where the visitor has been
    if (apply(formOf, event, []) !== null) return; // the policy refuses all forms
    const url = apply(urlOf, apply(destinationOf, event, []), []);
    if (apply(startsWith, url, [site])) return;
    if (apply(downloadOf, event, []) !== null && apply(startsWith, url, [saved])) return;
    apply(preventDefault, event, []);
  });
})();
