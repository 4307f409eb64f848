// A panel of GraphiQL for PIN and card number: the handshake of the document, done in the page.
import { useState } from "react";
import { knownCard } from "./examples.js";
import { decrypt, encrypt } from "./session_key.js";
import { isPartner } from "./settings.js";
import { post } from "./transport.js";

const FIELDS = isPartner
  ? { set: "setCardPin", input: "SetCardPinInput", get: "getCardPin", reveal: "revealCardSecrets" }
  : { set: "setRainCardPin", input: "SetRainCardPinInput", get: "getRainCardPin", reveal: "revealRainCardSecrets" };

/** What a field of a mutation answers; an error in its words where it was refused. */
async function run(query, variables, field) {
  const json = await post({ query, variables });
  const answer = json.data?.[field];
  if (answer && answer.success !== false) return answer;
  throw new Error(answer?.error ?? json.errors?.[0]?.message ?? json.description ?? "refused");
}

/** A session serves one operation. */
function session() {
  return run("mutation { generateEncryptionKeys { sessionId key iv } }", {}, "generateEncryptionKeys");
}

async function setPin(cardId, pin) {
  const keys = await session();
  const input = { cardId, sessionId: keys.sessionId, encryptedPin: await encrypt(keys, pin) };
  const query = `mutation($input: ${FIELDS.input}!) { ${FIELDS.set}(input: $input) { success error } }`;
  await run(query, { input }, FIELDS.set);
  return "The PIN is set.";
}

async function read(cardId, field, member) {
  const keys = await session();
  const query = `mutation($id: Int!, $session: String!) { ${field}(cardId: $id, sessionId: $session) { success ${member} error } }`;
  const answer = await run(query, { id: cardId, session: keys.sessionId }, field);
  return decrypt(keys, answer[member]);
}

async function reveal(cardId) {
  const { pan, cvc, expiry } = JSON.parse(await read(cardId, FIELDS.reveal, "encryptedSecrets"));
  const until = typeof expiry === "string" ? expiry : `${expiry.month}/${expiry.year}`;
  return `${pan.replace(/(.{4})(?=.)/g, "$1 ")} · CVC ${cvc} · ${until}`;
}

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <rect x="5" y="11" width="14" height="9" rx="2" />
      <path d="M8 11V8a4 4 0 018 0v3" />
    </svg>
  );
}

function Secrets() {
  const [card, setCard] = useState(String(knownCard() ?? ""));
  const [pin, setPinText] = useState("");
  const [shown, setShown] = useState(null);
  const [isBusy, setBusy] = useState(false);
  const act = (action) => async () => {
    setBusy(true);
    setShown(null);
    try {
      setShown({ text: await action(Number(card)) });
    } catch (error) {
      setShown({ text: error.message, isRefused: true });
    }
    setBusy(false);
  };
  return (
    <section aria-label="PIN and secrets" className="secrets">
      <h2 className="panel-title">PIN and secrets</h2>
      <p>
        Each button makes a session (<code>generateEncryptionKeys</code>), and encrypts or decrypts with its key in
        this page: AES-128-GCM, as your client has to.
      </p>
      <label className="field">
        <span>Card id</span>
        <input type="number" min="1" value={card} onChange={(event) => setCard(event.target.value)} />
      </label>
      <label className="field">
        <span>New PIN</span>
        <input
          type="password"
          inputMode="numeric"
          autoComplete="off"
          value={pin}
          onChange={(event) => setPinText(event.target.value)}
        />
      </label>
      <div className="buttons">
        <button type="button" disabled={isBusy || !card || !pin} onClick={act((id) => setPin(id, pin))}>
          Set PIN
        </button>
        <button
          type="button"
          disabled={isBusy || !card}
          onClick={act(async (id) => `PIN ${await read(id, FIELDS.get, "encryptedPin")}`)}
        >
          Read PIN
        </button>
        <button type="button" disabled={isBusy || !card} onClick={act(reveal)}>
          Reveal card
        </button>
      </div>
      <output className={shown?.isRefused ? "refused" : ""}>{shown?.text}</output>
      {shown && (
        <button type="button" onClick={() => setShown(null)}>
          Hide
        </button>
      )}
    </section>
  );
}

export const secretsPlugin = { title: "PIN and secrets", icon: Icon, content: Secrets };
