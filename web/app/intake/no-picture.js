/**
 * @typedef {'picture-text' | 'picture-web-page' | 'picture-document' | 'picture-video'
 *   | 'picture-archive' | 'picture-unknown'} Code of the sentence that says what a file is
 */

/** What the system calls such files, and how their names end where it calls them nothing. */
const KINDS = /** @type {const} */ ([
  ['picture-web-page', /^(?:text\/html|application\/xhtml\+xml)/, /\.(?:x?html?)$/i],
  ['picture-text', /^text\/|^application\/(?:json|xml)/, /\.(?:txt|md|csv|log|json|xml|rtf)$/i],
  ['picture-document', /^application\/pdf/, /\.pdf$/i],
  ['picture-video', /^video\//, /\.(?:mp4|m4v|mov|webm|mkv|avi)$/i],
  ['picture-archive', /^application\/(?:zip|x-tar|gzip|x-7z)/, /\.(?:zip|tar|gz|7z|rar)$/i],
  ['picture-unknown', /^(?:audio|font)\/|officedocument|msword/, /\.(?:docx?|mp3|wav|ttf)$/i],
]);

/**
 * What a file is, if that is plain before it is read: then it need not wait for its turn to be told so.
 *
 * @param {Pick<File, 'name' | 'type'>} file
 * @returns {Code | null} null for what may be a picture
 */
export function noPicture({ name, type }) {
  const found = KINDS.find(([, types, names]) => (type ? types.test(type) : names.test(name)));
  return found?.[0] ?? null;
}
