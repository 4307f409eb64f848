//! Objects that exist before the suite runs, made as a client of the server makes them.

use std::{sync::Arc, time::Duration};

use conformance::{
    clock::TargetClock,
    drivers::{
        Http,
        envelope::{self, Project},
        in_app::{self, User},
        partner::{Credential, Endpoint, Partner},
    },
    steps::partner::people::{APPLY, application_input},
    surfaces::envelope::target::{Dialect, ProjectKey},
};
use serde_json::{Value, json};

use super::{Foreign, WORLD};

impl Foreign {
    /// `[known.PG]`, `[known.AG]` and `[known.ER]` of a target file.
    pub(super) async fn known(&self) -> String {
        let (user, application, card) = self.card_of_a_partner().await;
        let in_app = self.things_of_a_user().await;
        let (holder, prepaid) = self.card_of_a_project().await;
        format!(
            "[known.PG]\ncard_user = {user}\ncard_application = {application}\ncard = {card}\n\
             {in_app}[known.ER]\nexternal_user_id = {holder}\ncard = {prepaid}\n"
        )
    }

    async fn card_of_a_partner(&self) -> (Value, Value, Value) {
        let person =
            json!({ "partner": "acme", "organization": "acme-north", "name": "Ida Known" });
        let user = self.op("make-card-user", &person).await["card_user_id"].clone();
        let acme = &self.born["surfaces"]["PG"]["partners"][0]["credentials"][0];
        let text = |name: &str| acme[name].as_str().unwrap().to_owned();
        let partner = Partner {
            name: "an operator".to_owned(),
            credential: Credential {
                name: "primary".to_owned(),
                api_token: text("api_token"),
                client_secret: text("client_secret"),
            },
            endpoint: Arc::new(Endpoint {
                url: format!("{}/partner/cards/graphql", self.url),
                headers: Vec::new(),
                sandbox_world: None,
                inputs: tokio::sync::OnceCell::new(),
            }),
            clock: Arc::new(TargetClock::default()),
            http: http(),
        };
        let ask = async |document: &str, input: Value, member: &str| {
            let answer = partner.query(document, &json!({ "input": input })).await.unwrap();
            let result = answer.json["data"].as_object().unwrap().values().next().unwrap().clone();
            assert_eq!(result["success"], true, "{result}");
            result[member].clone()
        };
        let input = application_input(user.as_str().unwrap());
        let application = ask(APPLY, input, "cardApplicationId").await;
        let create = "mutation($input: CreateCardInput!) { createCard(input: $input) { success id \
                      error } }";
        let input = json!({ "cardApplicationId": application, "cardType": "virtual" });
        let card = ask(create, input, "id").await;
        (user, application, card)
    }

    /// `[known.AG]`: a card, its application, and a wallet with the address that it funds.
    async fn things_of_a_user(&self) -> String {
        let users = self.born["surfaces"]["AG"]["users"].as_array().unwrap();
        let jane = users.iter().find(|user| user["label"] == "jane").unwrap();
        let user = User {
            name: "an operator".to_owned(),
            token: jane["token"].as_str().unwrap().to_owned(),
            endpoint: Arc::new(in_app::Endpoint {
                url: format!("{}/graphql", self.url),
                ws_url: String::new(),
                headers: Vec::new(),
                organization_key: None,
                sandbox_world: None,
                generation: tokio::sync::OnceCell::new(),
            }),
            keeps_token: true,
            http: http(),
        };
        let ask = async |document: &str, variables: Value| {
            let answer = user.query(document, &variables).await.unwrap();
            answer.json["data"].as_object().unwrap().values().next().unwrap().clone()
        };
        let mine = "{ AgioCard_card_application { id application_status wallet_address } }";
        let applications = ask(mine, Value::Null).await;
        let approved = |one: &&Value| one["application_status"] == "approved";
        let found = applications.as_array().unwrap().iter().find(approved);
        let application = found.unwrap_or_else(|| panic!("{applications}")).clone();
        let create = "mutation($input: CreateRainCardInput!) { createRainCard(input: $input) { \
                      success id error } }";
        let input = json!({ "cardApplicationId": application["id"], "cardType": "virtual" });
        let card = ask(create, json!({ "input": input })).await;
        assert_eq!(card["success"], true, "{card}");
        let wallets = ask("{ AgioCrypto_digital_wallet { id } }", Value::Null).await;
        let deposits = "query($id: Int!) { AgioCard_vw_card(where: { id: { _eq: $id } }) { \
                        deposit_address } }";
        let deposits = ask(deposits, json!({ "id": card["id"] })).await;
        format!(
            "[known.AG]\ncard_application = {}\ncard = {}\nwallet = {}\ncollateral_address = \
             {}\n",
            application["id"], card["id"], wallets[0]["id"], deposits[0]["deposit_address"]
        )
    }

    /// The first project, as its client.
    fn project(&self) -> Project {
        let main = &self.born["surfaces"]["ER"]["projects"][0];
        let text = |name: &str| main[name].as_str().unwrap().to_owned();
        Project {
            name: "an operator".to_owned(),
            key: ProjectKey {
                name: "primary".to_owned(),
                api_key: text("api_key"),
                api_secret: text("api_secret"),
            },
            endpoint: Arc::new(envelope::Endpoint {
                url: format!("{}/api/v1", self.url),
                dialect: Some(Dialect::of_the_contract()),
                ..envelope::Endpoint::default()
            }),
            clock: Arc::new(TargetClock::default()),
            http: http(),
        }
    }

    /// Balance of the first project's master wallet.
    pub(super) async fn master_balance(&self) -> f64 {
        let reply = self.project().call("/project/balance", &json!({})).await.unwrap();
        reply.text("available").unwrap().parse().unwrap()
    }

    async fn card_of_a_project(&self) -> (Value, Value) {
        let project = self.project();
        let call = async |path: &str, fields: Value| {
            let reply = project.call(path, &fields).await.unwrap();
            assert!(reply.is_served(), "{path}: {}", reply.summary());
            reply
        };
        call("/users/create", json!({ "external_user_id": "ext-known" })).await;
        let listed = call("/cards/products", json!({})).await;
        let products = listed.payload["products"].as_array().unwrap();
        let product = products.iter().find(|one| one["product_code"] == "VUSD-STD").unwrap();
        let holder = json!({
            "external_user_id": "ext-known", "subprovider_code": product["subprovider_code"],
            "kyc_data": {
                "first_name": "Ida", "last_name": "Known", "birth_date": "1990-01-31",
                "email": "ida@example.com", "phone_number_full": "+15550100", "country_iso": "US",
            },
        });
        call("/cardholders/create", holder).await;
        // Known under the contract's name, because this project says what the target calls it.
        let order = json!({
            "external_user_id": "ext-known", "product_code": "VUSD-STD",
            "initial_topup_amount": "10.00",
        });
        let made = call("/cards/create", order).await;
        (json!("ext-known"), made.order()["card_id"].clone())
    }

    /// Runs an operation of the back office.
    pub(super) async fn op(&self, name: &str, input: &Value) -> Value {
        let url = format!("{}/_sandbox/worlds/{WORLD}/ops/{name}", self.url);
        let sent = crate::client().build().unwrap().post(url).json(input).send().await.unwrap();
        let said: Value = sent.json().await.unwrap();
        assert!(said.get("result").is_some(), "{name}: {said}");
        said["result"].clone()
    }
}

fn http() -> Http {
    Http::new(Http::client(Duration::from_secs(10)).unwrap())
}
