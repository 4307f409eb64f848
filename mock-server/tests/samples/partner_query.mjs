// The Node.js sample of the partner guide, "Signing Requests", without its types; only endpoint and
// credentials come from the environment.
import { createHmac } from "node:crypto";
const endpoint = process.env.AGIO_PARTNER_ENDPOINT;
const apiToken = process.env.AGIO_PARTNER_API_TOKEN;
const clientSecret = process.env.AGIO_PARTNER_CLIENT_SECRET;
async function partnerQuery(query, variables) {
  const body = JSON.stringify({ query, variables });
  const ts = Date.now().toString();
  const sig = createHmac("sha256", clientSecret).update(`${ts}.${body}`).digest("hex");
  const res = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "x-agio-api-key": apiToken,
      "x-agio-timestamp": ts,
      "x-agio-signature": sig
    },
    body
  });
  return res.json();
}

// "Verify your setup": a cardBalance query; "Card not found" confirms that signing works.
const balance = await partnerQuery("query($id: Int!) { cardBalance(cardId: $id) { success error } }", { id: 2147483000 });
if (balance.data.cardBalance.error !== "Card not found") throw new Error(JSON.stringify(balance));

// "PIN encryption": the handshake, with WebCrypto in the place of agio-utils.
const bytes = (text) => Buffer.from(text, "base64");
async function key(session, use) {
  return crypto.subtle.importKey("raw", bytes(session.key), "AES-GCM", false, [use]);
}
const session = await partnerQuery("mutation { generateEncryptionKeys { sessionId key iv } }").then((r) => r.data.generateEncryptionKeys);
const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: bytes(session.iv) }, await key(session, "encrypt"), new TextEncoder().encode("7193"));
const set = await partnerQuery("mutation($input: SetCardPinInput!) { setCardPin(input: $input) { success error } }", {
  input: { cardId: 1, sessionId: session.sessionId, encryptedPin: Buffer.from(sealed).toString("base64") }
});
if (!set.data.setCardPin.success) throw new Error(JSON.stringify(set));
const readSession = await partnerQuery("mutation { generateEncryptionKeys { sessionId key iv } }").then((r) => r.data.generateEncryptionKeys);
const { encryptedPin } = await partnerQuery("mutation($id: Int!, $session: String!) { getCardPin(cardId: $id, sessionId: $session) { encryptedPin } }", {
  id: 1,
  session: readSession.sessionId
}).then((r) => r.data.getCardPin);
const pin = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(readSession.iv) }, await key(readSession, "decrypt"), bytes(encryptedPin));
if (new TextDecoder().decode(pin) !== "7193") throw new Error("another PIN came back");
console.log("node: signed query, PIN set and read back");
