// Settings of the page, which the server writes into it.

/** @type {{surface: "PG" | "AG", title: string, endpoint: string, storage: string, panel: boolean, sign: boolean, schema: string | null}} */
export const settings = JSON.parse(document.getElementById("settings").textContent);

/** True on the page of the partner API, whose requests are signed. */
export const isPartner = settings.surface === "PG";

/** Id of the world whose credentials the page offers. */
export const world = new URLSearchParams(location.search).get("world") ?? "default";
