// The documents of the two guides, word for word, by the name of their file.
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../it/in_app/printed/", import.meta.url);

export const printed = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace(".graphql", ""),
    readFileSync(new URL(file, folder), "utf8")
  ])
);

/** The subscription that the guide to funding names; a public page has its text. */
export const applicationUpdates = `subscription CardApplicationUpdates {
  AgioCard_card_application(order_by: {updated_at: desc}) {
    id rain_application_id application_status application_reason wallet_address created_at updated_at
  }
}`;

/** The same, with the collateral event that has touched a row last. */
export const collateralEvents = `subscription CollateralEvents {
  AgioCard_card_application(order_by: {updated_at: desc}) { id updated_at last_event }
}`;
