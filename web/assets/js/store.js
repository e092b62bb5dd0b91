// What stays in this browser of one member: the outbox, where the inbox stands, and how far each conversation was read.
// One IndexedDB database a member. Where there is none (a private window, a full disk) the same is kept in memory, and
// `durable` says so.
//
//   outbox         seq → {id, conversation, command, at, refusal?}   in the order written
//   state          "cursor" → {epoch, inbox}
//   conversations  conversation → {head, read}

const STORES = ["outbox", "state", "conversations"];
export const nameOf = (member) => `collective-${member}`;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

export class Store {
  #db;
  durable = true;

  constructor(db) {
    this.#db = db;
    // Whoever logs out elsewhere in this browser takes all of it away.
    db.onversionchange = () => this.close();
    db.onclose = () => (this.durable = false);
  }

  /** {cursor, conversations: [{conversation, head, read}, …], letters} as they stood together. */
  async load() {
    const transaction = this.#db.transaction(STORES);
    const [cursor, conversations, letters] = await Promise.all([
      done(transaction.objectStore("state").get("cursor")),
      done(transaction.objectStore("conversations").getAll()),
      this.#letters(transaction),
    ]);
    return { cursor: cursor ?? null, conversations, letters };
  }

  async letters() {
    return this.#letters(this.#db.transaction("outbox"));
  }

  async #letters(transaction) {
    const outbox = transaction.objectStore("outbox");
    const [letters, seqs] = await Promise.all([done(outbox.getAll()), done(outbox.getAllKeys())]);
    return letters.map((letter, at) => ({ ...letter, seq: seqs[at] }));
  }

  /** The cursor moves in the same transaction as what it stands for. */
  async save(cursor, changes, anew = false) {
    const transaction = this.#db.transaction(["state", "conversations"], "readwrite");
    const conversations = transaction.objectStore("conversations");
    try {
      if (anew) conversations.clear(); // Numbers of another store mean nothing.
      for (const change of changes) conversations.put(change);
      transaction.objectStore("state").put(cursor, "cursor");
    } catch (error) {
      transaction.abort(); // What came before would be committed by itself.
      throw error;
    }
    await committed(transaction);
  }

  /** Keeps a letter, on disk when this resolves, and gives its place. One that is there already keeps its own. */
  async keep({ id, conversation, command, at, refusal }) {
    const transaction = this.#db.transaction("outbox", "readwrite", { durability: "strict" });
    const outbox = transaction.objectStore("outbox");
    const seq = (await done(outbox.index("id").getKey(id))) ?? (await done(outbox.add({ id, conversation, command, at, refusal })));
    await committed(transaction);
    return seq;
  }

  /** A letter was put aside; it stays in its place. */
  async aside(seq, { id, conversation, command, at, refusal }) {
    const transaction = this.#db.transaction("outbox", "readwrite", { durability: "strict" });
    transaction.objectStore("outbox").put({ id, conversation, command, at, refusal }, seq);
    await committed(transaction);
  }

  async drop(seq) {
    const transaction = this.#db.transaction("outbox", "readwrite", { durability: "strict" });
    transaction.objectStore("outbox").delete(seq);
    await committed(transaction);
  }

  close() {
    this.durable = false;
    this.#db.close();
  }
}

/** The same for as long as this page or worker lives. */
export class Memory {
  durable = false;

  async load() {
    return { cursor: null, conversations: [], letters: [] };
  }

  async letters() {
    return null; // There is no other truth than what is in the outbox already.
  }

  async save() {}
  async keep() {}
  async aside() {}
  async drop() {}
  close() {}
}

/** The member's store, in memory where the browser has none. */
export async function openStore(member, database = () => indexedDB) {
  try {
    const opening = database().open(nameOf(member), 1);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      db.createObjectStore("outbox", { autoIncrement: true }).createIndex("id", "id", { unique: true });
      db.createObjectStore("state");
      db.createObjectStore("conversations", { keyPath: "conversation" });
    };
    return new Store(await done(opening));
  } catch {
    return new Memory();
  }
}

/** Every trace of a member in this browser. */
export async function forgetMember(member, database = () => indexedDB) {
  letterSlots(member).clear();
  try {
    for (const name of [nameOf(member), `${nameOf(member)}-files`]) await done(database().deleteDatabase(name));
  } catch {
    // There is none.
  }
}

/**
 * Where a page puts what was written until the store has it on disk: the only storage that keeps before it returns, for
 * a window that is closed in the same moment.
 */
export function letterSlots(member, storage = () => localStorage) {
  const prefix = `${nameOf(member)}-letter-`;
  const quietly = (f, otherwise) => {
    try {
      return f(storage());
    } catch {
      return otherwise; // Storage can be full or switched off.
    }
  };
  const keys = () => quietly((s) => Array.from({ length: s.length }, (_, at) => s.key(at)).filter((key) => key.startsWith(prefix)).sort(), []);
  return {
    put: (letter) => quietly((s) => s.setItem(prefix + letter.id, JSON.stringify(letter))),
    drop: (id) => quietly((s) => s.removeItem(prefix + id)),
    /** In the order written: ids are ordered by time. */
    all: () => keys().flatMap((key) => quietly((s) => [JSON.parse(s.getItem(key))], [])),
    clear: () => keys().forEach((key) => quietly((s) => s.removeItem(key))),
  };
}

/** What can be read without a network (worker.js) of anybody but this member; of everybody, where nobody is signed in. */
export async function forgetTalks(me) {
  if (!("caches" in globalThis)) return;
  const own = `collective-talks-${me}`;
  const names = await caches.keys().catch(() => []);
  for (const name of names) if (name.startsWith("collective-talks-") && name !== own) caches.delete(name);
}
