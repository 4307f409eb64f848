// The panel of credentials, above the editor.
import { useEffect, useState } from "react";
import { ask, isThere } from "./control.js";
import { areComplete, clearCredentials, setCredentials, useCredentials } from "./credentials.js";
import { isPartner, settings, world } from "./settings.js";
import { signBy } from "./transport.js";

/** Credentials of the world: those of its first partner, or the token of its first user. */
async function ofWorld() {
  const all = await ask("/credentials");
  if (!isPartner) return { token: all.AG.users[0].token };
  const [partner] = all.PG.partners;
  const { api_token, client_secret } = partner.credentials.find((one) => one.state === "valid");
  return { api_token, client_secret };
}

/** True when the world's time is not that of the machine, by which requests would be refused. */
async function hasOwnTime() {
  const { mode, offset } = await ask("/clock");
  return mode === "frozen" || offset !== "0s";
}

function Field({ name, secret, value }) {
  return (
    <label className="field">
      <span>{name}</span>
      <input
        id={name}
        name={name}
        type={secret ? "password" : "text"}
        autoComplete="off"
        spellCheck="false"
        value={value}
        onChange={(event) => setCredentials({ [name]: event.target.value.trim() })}
      />
    </label>
  );
}

export function CredentialPanel() {
  const given = useCredentials();
  const [hasControl, setHasControl] = useState(false);
  const [byWorld, setByWorld] = useState(false);
  const [problem, setProblem] = useState(null);
  useEffect(() => void isThere().then(setHasControl), []);
  const judge = (isByWorld) => {
    setByWorld(isByWorld);
    signBy(isByWorld ? "world" : "machine");
  };
  const fill = async () => {
    try {
      setCredentials(await ofWorld());
      judge(await hasOwnTime());
      setProblem(null);
    } catch (error) {
      setProblem(error.message);
    }
  };
  return (
    <header>
      <h1>{settings.title}</h1>
      {settings.panel && (
        <form onSubmit={(event) => event.preventDefault()} aria-label="Credentials">
          {isPartner ? (
            <>
              <Field name="api_token" value={given.api_token} />
              <Field name="client_secret" value={given.client_secret} secret />
            </>
          ) : (
            <Field name="token" value={given.token} secret />
          )}
          {hasControl && (
            <button type="button" className="primary" onClick={fill}>
              Use those of world “{world}”
            </button>
          )}
          <button type="button" onClick={clearCredentials} disabled={!Object.values(given).some(Boolean)}>
            Forget
          </button>
          {hasControl && isPartner && (
            <label className="check" title="For worlds whose time is frozen or was moved">
              <input type="checkbox" checked={byWorld} onChange={(event) => judge(event.target.checked)} />
              <span>Sign by the world’s clock</span>
            </label>
          )}
        </form>
      )}
      <p className="state" role="status">
        {problem ?? (areComplete(given) ? READY : MISSING)}
      </p>
      {hasControl && (
        <a className="console" href={`/_sandbox/console#/${encodeURIComponent(world)}`}>
          Console
        </a>
      )}
    </header>
  );
}

const READY = isPartner
  ? "Every request is signed in this tab. The secret stays in it, and goes when it closes."
  : "Every request carries the token. It stays in this tab, and goes when it closes.";
const MISSING = isPartner
  ? "Browse the schema as you like; to run an operation, paste api_token and client_secret."
  : "Browse the schema as you like; to run an operation, paste the token of a user.";
