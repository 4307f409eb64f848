// Session keys of the PIN handshake: AES-128-GCM, ciphertext and tag in base64.

const bytes = (base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

async function key(session, use) {
  return crypto.subtle.importKey("raw", bytes(session.key), "AES-GCM", false, [use]);
}

/** A text, encrypted under a session. */
export async function encrypt(session, plain) {
  const algorithm = { name: "AES-GCM", iv: bytes(session.iv) };
  const data = new TextEncoder().encode(plain);
  const sealed = await crypto.subtle.encrypt(algorithm, await key(session, "encrypt"), data);
  return btoa(String.fromCharCode(...new Uint8Array(sealed)));
}

/** The text that was encrypted under a session. */
export async function decrypt(session, value) {
  const algorithm = { name: "AES-GCM", iv: bytes(session.iv) };
  const plain = await crypto.subtle.decrypt(algorithm, await key(session, "decrypt"), bytes(value));
  return new TextDecoder().decode(plain);
}
