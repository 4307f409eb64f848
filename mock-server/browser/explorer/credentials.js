// Credentials: in sessionStorage, and so gone when the tab closes.
import { useSyncExternalStore } from "react";
import { isPartner, settings } from "./settings.js";

const KEY = `sandbox.credentials.${settings.surface}`;
const EMPTY = isPartner ? { api_token: "", client_secret: "" } : { token: "" };

const store = settings.storage === "local" ? localStorage : sessionStorage;
const listeners = new Set();
let current = read();

function read() {
  try {
    return { ...EMPTY, ...JSON.parse(store.getItem(KEY) ?? "{}") };
  } catch {
    return EMPTY;
  }
}

/** Credentials as they are now. */
export function credentials() {
  return current;
}

/** Replaces some members. */
export function setCredentials(changed) {
  current = { ...current, ...changed };
  store.setItem(KEY, JSON.stringify(current));
  for (const listener of listeners) listener();
}

/** Forgets all of them. */
export function clearCredentials() {
  current = EMPTY;
  store.removeItem(KEY);
  for (const listener of listeners) listener();
}

/** True when no credential is missing. */
export function areComplete(given) {
  return Object.keys(EMPTY).every((name) => given[name] !== "");
}

/** Credentials as a component sees them. */
export function useCredentials() {
  const subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return useSyncExternalStore(subscribe, credentials);
}
