// Files on their way up, with how far they are. Those of a message are kept in this browser until the hub has them, also over a lost
// line and a closed window; then the message goes as any other does, by the outbox. Loaded when somebody brings files.
//
//   messages   id → {id, conversation, body, reply, files: [{name, blob, key, file?}]}   `file`: its id, once the hub has it

import { comeBackIn } from "./backoff.js";
import { forget } from "./forms.js";
import { freshId } from "./ids.js";
import { nameOf } from "./store.js";
import { t } from "./words.js";

const filesOf = (me) => `${nameOf(me)}-files`; // the database, and the mark that something is in it
const going = new Map(); // id → the row that shows it
let tries = 0;

/** A file by itself, with fields that say how to take it; `moved(part)` hears how much of it is up, from 0 to 1. Given is what the hub
 * says of it. */
export function up(field, file, name, key, moved, along = []) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const [name, value] of along) body.append(name, value);
    body.append(field, file, name);
    request.open("POST", "/api/v1/files");
    request.setRequestHeader("idempotency-key", key);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => moved(total ? loaded / total : 0);
    request.onload = () => {
      const { status, response } = request;
      if (status < 300 && response) return resolve(response);
      // Busy, too fast, or something between here and the hub: the same may pass later.
      const words = status >= 500 || status === 429 || status === 408 ? null : response?.fields?.[0]?.words ?? response?.detail;
      reject(Object.assign(new Error(words ?? `status ${status}`), { words }));
    };
    request.onerror = request.onabort = request.ontimeout = () => reject(Object.assign(new Error("no line"), { words: null }));
    request.send(body);
  });
}

function bar(name) {
  const row = Object.assign(document.createElement("p"), { className: "going small" });
  const progress = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  progress.setAttribute("aria-label", name);
  const words = Object.assign(document.createElement("span"), { textContent: name });
  words.setAttribute("role", "status");
  row.append(progress, words);
  return { row, moved: (part) => (progress.value = part), say: (said) => (words.textContent = said), add: (...parts) => row.append(...parts) };
}

async function stored(me, use) {
  const db = await new Promise((resolve, reject) => {
    const opening = indexedDB.open(filesOf(me), 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("messages", { keyPath: "id" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction("messages", "readwrite", { durability: "strict" });
      const request = use(transaction.objectStore("messages"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    db.close();
  }
}

/** Where the browser keeps nothing (a private window, a full disk) it goes as long as the page stays. */
const quietly = (me, use) => stored(me, use).catch(() => undefined);

function mark(me, on) {
  try {
    if (on) localStorage.setItem(filesOf(me), "1");
    else localStorage.removeItem(filesOf(me));
  } catch {
    // Then they go on where the conversation is opened.
  }
}

/** A message with files is sent: from here on it arrives. */
export async function send(page, conversation, body, reply, files) {
  const message = { id: freshId(), conversation, body, reply, files: files.map((blob) => ({ name: blob.name, blob, key: freshId() })) };
  mark(page.me, true);
  const kept = quietly(page.me, (messages) => messages.put(message));
  run(page, message);
  await kept;
}

/** What was on its way when the last page went. */
export async function resume(page) {
  const messages = (await quietly(page.me, (all) => all.getAll())) ?? [];
  if (!messages.length) return mark(page.me, false);
  for (const message of messages) run(page, message);
}

/** One page of this browser at a time takes a message up. */
function run(page, message) {
  if (going.has(message.id)) return;
  const name = message.files.map((file) => file.name).join(", ");
  const shown = bar(name);
  going.set(message.id, shown);
  page.uploads = going.size;
  const here = ["thread", "room"].map((kind) => `[data-${kind}="${message.conversation}"] [data-composer]`).join();
  document.querySelector(here)?.prepend(shown.row);
  const over = () => {
    shown.row.remove();
    going.delete(message.id);
    page.uploads = going.size;
  };
  const work = async (lock) => {
    if (lock === null) return over(); // another page has it
    await upload(page, message, name, shown);
    over();
    if (!going.size) mark(page.me, false);
  };
  if (navigator.locks) navigator.locks.request(`collective-file-${message.id}`, { ifAvailable: true }, work);
  else work();
}

async function upload(page, message, name, shown) {
  const whole = message.files.reduce((sum, file) => sum + file.blob.size, 0) || 1;
  for (let before = 0, at = 0; at < message.files.length; before += message.files[at++].blob.size) {
    const file = message.files[at];
    while (!file.file) {
      try {
        const said = await up("attachment", file.blob, file.name, file.key, (part) => shown.moved((before + part * file.blob.size) / whole));
        file.file = said.id;
        tries = 0;
        quietly(page.me, (messages) => messages.put(message));
        shown.say(name);
      } catch (error) {
        if (error.words) return refused(page, message, shown, error.words);
        shown.say(t("goes-on", { name }));
        await soon(page);
      }
    }
  }
  const { conversation, body, reply } = message;
  const files = message.files.map((file) => file.file);
  // The outbox has it in the moment this returns.
  page.hub.write(conversation, { messaging: { send: { conversation, body, ...(reply ? { reply_to: reply } : {}), files } } }, message.id);
  await quietly(page.me, (messages) => messages.delete(message.id));
}

/** When the line is back, or a while later should it be there and the upload alone have failed. */
function soon(page) {
  return new Promise((resolve) => {
    tries += 1;
    setTimeout(resolve, 500 + comeBackIn({ tries: tries + 2, looked: true, dice: Math.random() }));
  });
}

/** It will never be taken: its author hears why, and has the words back. */
function refused(page, message, shown, words) {
  shown.say(words);
  return new Promise((resolve) => {
    const away = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-ghost btn-sm", textContent: t("take-back") });
    away.addEventListener("click", async () => {
      const field = shown.row.closest("[data-composer]")?.elements.body;
      if (field && message.body) {
        field.value = field.value.trim() ? `${message.body}\n${field.value}` : message.body;
        field.dispatchEvent(new Event("input"));
      }
      field?.focus();
      await quietly(page.me, (messages) => messages.delete(message.id));
      resolve();
    });
    shown.add(away);
  });
}

const FIELDS = { picture: "image_url", download: "file", photo: "photo" };
const CUT = ["left", "top", "side"]; // the square of a photo

/** A form with large files: they go first, each with its bar, then the form with where they are. */
export async function sendForm(form, submitter) {
  const inputs = [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length && FIELDS[input.name]);
  for (const input of inputs) {
    const [file] = input.files;
    const shown = bar(file.name);
    input.after(shown.row);
    shown.row.scrollIntoView({ block: "nearest" });
    try {
      const { path } = await up(input.name, file, file.name, freshId(), shown.moved, CUT.flatMap((name) => (form.elements[name]?.value ? [[name, form.elements[name].value]] : [])));
      const name = FIELDS[input.name];
      form.querySelectorAll(`[name="${name}"], [name="without.${name}"]`).forEach((field) => (field.disabled = true));
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value: path }));
      input.value = "";
    } catch (error) {
      shown.row.querySelector("progress").remove();
      shown.say(error.words ?? t("connection-gone"));
      shown.row.classList.add("problem");
      return false;
    }
  }
  if (submitter?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name, value: submitter.value }));
  forget(form);
  form.submit();
  return true;
}
