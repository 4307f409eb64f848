// Operations that tell the story of a card, ready to run. A step shows what the steps before it gave.
import { isPartner } from "./settings.js";

/** Stands for the id of a card of the user in question, until an answer gave one. */
const CARD_UNKNOWN = "the id of a card";

const PARTNER = [
  {
    title: "Who am I?",
    says: "The first signed request: the companies that your key sees.",
    query: "query WhoAmI {\n  AgioCard_card_company {\n    id\n    name\n  }\n}\n",
  },
  {
    title: "1. Make an organization",
    says: "A customer of yours, whose people get cards.",
    query:
      "mutation Onboard($input: CreatePartnerCustomerOrganizationInput!) {\n  createPartnerCustomerOrganization(input: $input) {\n    success\n    organizationId\n    error\n  }\n}\n",
    variables: () => ({ input: { name: "Acme East" } }),
  },
  {
    title: "2. Find a person",
    says: "Card users who may apply. Their last names say how a review ends.",
    query:
      "query People {\n  AgioCard_card_user(order_by: { id: asc }) {\n    card_user_id\n    first_name\n    last_name\n    application_status\n  }\n}\n",
    keeps: (data) => ({
      user: data.AgioCard_card_user?.find((one) => one.last_name === "Approved" && !one.application_status)
        ?.card_user_id,
    }),
  },
  {
    title: "3. Apply for the person",
    says: "Answers PENDING; the review is over at the next request, or after the time that a rule gives it.",
    query:
      "mutation Apply($input: CreateCardApplicationForPartnerUserInput!) {\n  createCardApplicationForPartnerUser(input: $input) {\n    success\n    cardApplicationId\n    applicationStatus\n    error\n  }\n}\n",
    variables: (known) => ({
      input: {
        cardUserId: known.user ?? "the id of a person",
        walletAddress: "0x52908400098527886e0f7030069857d2e4169ee7",
        occupation: "15-1252",
        annualSalary: "100000",
        accountPurpose: "Business expenses",
        expectedMonthlyVolume: "5000",
        isTermsOfServiceAccepted: true,
      },
    }),
    keeps: (data) => ({ application: data.createCardApplicationForPartnerUser?.cardApplicationId }),
  },
  {
    title: "4. Look at the application",
    says: "PENDING until the review is over.",
    query:
      "query Applications {\n  AgioCard_card_application(order_by: { id: desc }, limit: 5) {\n    id\n    application_status\n    application_reason\n    card_user_id\n  }\n}\n",
  },
  {
    title: "5. Create a card",
    says: "For an application that is APPROVED or ACTIVE.",
    query:
      "mutation Create($input: CreateCardInput!) {\n  createCard(input: $input) {\n    success\n    id\n    cardId\n    status\n    last4\n    expirationMonth\n    expirationYear\n    error\n  }\n}\n",
    variables: (known) => ({
      input: {
        cardApplicationId: known.application ?? 1,
        cardType: "virtual",
        limit: { amount: 50000, frequency: "per30DayPeriod" },
      },
    }),
    keeps: (data) => ({ card: data.createCard?.id }),
  },
  {
    title: "6. Cards",
    says: "Your cards as they stand. PIN and number: behind the padlock.",
    query:
      "query Cards {\n  AgioCard_vw_card(order_by: { id: desc }) {\n    id\n    type\n    status\n    last4\n  }\n}\n",
  },
  {
    title: "7. Freeze the card",
    says: "And unfreezeCard brings it back.",
    query:
      "mutation Freeze($card: Int!) {\n  freezeCard(cardId: $card) {\n    success\n    status\n    error\n  }\n}\n",
    variables: (known) => ({ card: known.card ?? 1 }),
  },
  {
    title: "8. Charge a fee",
    says: "In cents, from the person's account, for everything that you bill.",
    query:
      "mutation Charge($input: ChargeCardInput!) {\n  chargeCard(input: $input) {\n    success\n    chargeId\n    amount\n    feeDescription\n    error\n  }\n}\n",
    variables: (known) => ({
      input: { cardUserId: known.user ?? "the id of a person", feeCents: 250, feeDescription: "Monthly fee" },
    }),
  },
  {
    title: "9. Balance",
    says: "Limit, charges and spending power, in dollars.",
    query:
      "query Balance($card: Int!) {\n  cardBalance(cardId: $card) {\n    success\n    balance {\n      creditLimit\n      pendingCharges\n      postedCharges\n      balanceDue\n      spendingPower\n    }\n    error\n  }\n}\n",
    variables: (known) => ({ card: known.card ?? 1 }),
  },
];

const IN_APP = [
  {
    title: "My cards",
    says: "The cards of the user whose token this is.",
    query: "query Cards {\n  AgioCard_vw_card(order_by: { id: asc }) {\n    id\n    status\n    last4\n  }\n}\n",
    keeps: (data) => ({ card: data.AgioCard_vw_card?.[0]?.id }),
  },
  {
    title: "1. My application",
    says: "The user's application. A user who has none applies first: the last example.",
    query:
      "query Application {\n  AgioCard_card_application(order_by: { id: desc }) {\n    id\n    application_status\n    application_reason\n  }\n}\n",
    keeps: (data) => ({ application: data.AgioCard_card_application?.[0]?.id }),
  },
  {
    title: "2. Watch applications",
    says: "A subscription over WebSocket: it shows every change until you stop it.",
    query:
      "subscription Applications {\n  AgioCard_card_application(order_by: { updated_at: desc }) {\n    id\n    application_status\n    updated_at\n  }\n}\n",
  },
  {
    title: "3. Create a card",
    says: "For the application, once it is approved. PIN and number: behind the padlock.",
    query:
      "mutation Create($input: CreateRainCardInput!) {\n  createRainCard(input: $input) {\n    success\n    id\n    status\n    last4\n    error\n  }\n}\n",
    variables: ({ application = "the id that example 1 shows" }) => ({
      input: { cardApplicationId: application, cardType: "virtual" },
    }),
    keeps: (data) => ({ card: data.createRainCard?.id }),
  },
  {
    title: "4. Freeze the card",
    says: "Purchases are declined from now on.",
    query:
      "mutation Freeze($card: Int!) {\n  freezeRainCard(cardId: $card) {\n    success\n    status\n    error\n  }\n}\n",
    variables: ({ card = CARD_UNKNOWN }) => ({ card }),
  },
  {
    title: "5. Unfreeze the card",
    says: "And it can be used again.",
    query:
      "mutation Unfreeze($card: Int!) {\n  unfreezeRainCard(cardId: $card) {\n    success\n    status\n    error\n  }\n}\n",
    variables: ({ card = CARD_UNKNOWN }) => ({ card }),
  },
  {
    title: "6. Balance",
    says: "Limit, charges and spending power, in dollars.",
    query:
      "query Balance($card: Int!) {\n  cardBalance(cardId: $card) {\n    success\n    balance {\n      creditLimit\n      pendingCharges\n      spendingPower\n    }\n    error\n  }\n}\n",
    variables: ({ card = CARD_UNKNOWN }) => ({ card }),
  },
  {
    title: "7. Watch transactions",
    says: "A subscription: spend with the back office, and see it here.",
    query:
      "subscription Transactions {\n  AgioCard_card_transaction(order_by: { created_at: desc }, limit: 50) {\n    id\n    amount\n    created_at\n  }\n}\n",
  },
  {
    title: "Apply, as a new user",
    says: "For users without an application, such as the back office makes; others are told that they have one.",
    query:
      "mutation Apply($input: CreateRainCardApplicationInput!) {\n  createRainCardApplication(input: $input) {\n    success\n    cardApplicationId\n    applicationStatus\n    error\n  }\n}\n",
    variables: () => ({
      input: {
        walletAddress: "0x52908400098527886e0f7030069857d2e4169ee7",
        occupation: "15-1252",
        annualSalary: "100000",
        accountPurpose: "Everyday spending",
        expectedMonthlyVolume: "5000",
        isTermsOfServiceAccepted: true,
      },
    }),
    keeps: (data) => ({ application: data.createRainCardApplication?.cardApplicationId }),
  },
];

/** Examples of this surface, in the order of the story. */
export const examples = isPartner ? PARTNER : IN_APP;

/** First document in the editor. */
export const welcome = examples[0].query;

/** Ids that answers gave. */
const known = {};

/** Keeps the ids that later examples use. */
export function learn(json) {
  for (const example of examples) {
    const found = json?.data ? example.keeps?.(json.data) : undefined;
    for (const [name, value] of Object.entries(found ?? {})) if (value != null) known[name] = value;
  }
}

/** Variables of an example, as text; empty when it has none. */
export function variablesOf(example) {
  return example.variables ? JSON.stringify(example.variables(known), null, 2) : "";
}

/** Id of the card that was made or listed last. Before that 1, a card that every partner's key sees; none for a user. */
export function knownCard() {
  return known.card ?? (isPartner ? 1 : null);
}
