// At least one thing of every type that a world can hold, in every form that an API gives it.
import assert from "node:assert/strict";
import { control, url } from "./browser.mjs";

async function post(path, token, body) {
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...authorization },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  assert.ok(answer.ok, `${path}: ${JSON.stringify(json)}`);
  return json;
}

/** Makes them in a world and answers one of each, as `type` and `id`. */
export async function everything(id) {
  const ops = async (op, input) => (await control("POST", `/worlds/${id}/ops/${op}`, input)).result;
  const listed = async (type) => (await control("GET", `/worlds/${id}/entities?limit=1000&type=${type}`)).items;
  const credentials = await control("GET", `/worlds/${id}/credentials`);

  // In the app: a purchase, and a dispute about it.
  const [{ token }] = credentials.AG.users;
  const card = (await listed("card")).find((one) => one.ids.AG).ids.AG.id;
  await ops("deposit", { card, amount: "100.00", confirm: "now" });
  const { transaction } = await ops("authorize", { card, amount: "12.34" });
  await ops("clear", { transaction });
  const [{ ids }] = (await listed("transaction")).filter((one) => one.ids.AG);
  const query = `mutation { createCardDispute(input: { transactionId: ${ids.AG.id} }) { success error } }`;
  const { data } = await post("/graphql", token, { query });
  assert.equal(data.createCardDispute.success, true, data.createCardDispute.error);

  // Managed cards: a card with money, and a purchase that is disputed.
  const { username, password } = credentials.MC.users[0];
  const { access } = await post("/api/v1/token/", null, { username, password });
  const made = await ops("make-card", { user: "amara", program: "prg_ke_usd_instant", label: "spare", available: "50.00" });
  await post(`/cards/api/v1/managed-cards/${made.card}/fund/`, access, { amount: "10.00", currency: "USD" });
  const bought = await ops("authorize", { card: made.card, amount: "3.00" });
  await ops("clear", { transaction: bought.transaction });
  await post("/cards/api/v1/disputes/", access, { authorization: bought.transaction, reason: "not_received" });

  const unknown = await fetch(`${url}/_sandbox/worlds/${id}/entities?type=nothing`);
  const { choices } = await unknown.json();
  const found = [];
  for (const type of choices) {
    // Of each form, the thing that has the most to show.
    const forms = new Map();
    const weight = (one) => (one ? JSON.stringify(one).length : 0);
    for (const one of await listed(type)) {
      const form = `${Object.keys(one)} ${Object.keys(one.ids)}`;
      if (weight(one) > weight(forms.get(form))) forms.set(form, one);
    }
    assert.ok(forms.size > 0, `there is no ${type}`);
    for (const one of forms.values()) found.push({ type, id: one.id.split(":")[1] });
  }
  return found;
}
