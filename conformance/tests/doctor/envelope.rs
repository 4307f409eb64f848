//! Envelope surfaces that cannot be judged as they are.

use conformance::{
    drivers::envelope::sealer::{Sealer, fresh_nonce},
    surfaces::envelope::target::EnvelopeCodec,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, Respond, ResponseTemplate,
    matchers::{any, path},
};

use crate::{Secrets, answer, diagnosis, is_problem};

/// Answers sealed.
struct Sealed {
    codec: EnvelopeCodec,
    json: Value,
}

impl Respond for Sealed {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        let sealer = Sealer::new(self.codec, "api-secret").unwrap();
        let sealed = sealer.write(&sealer.seal(self.json.to_string().as_bytes(), fresh_nonce()));
        answer(&json!({ "encrypted": sealed }))
    }
}

async fn mount_envelope(server: &MockServer, codec: &str) {
    let codec = || toml::from_str(codec).unwrap();
    let mount = async |at: &str, json: Value| {
        Mock::given(path(at)).respond_with(Sealed { codec: codec(), json }).mount(server).await;
    };
    mount("/project/balance", json!({ "available": "1.00" })).await;
    mount("/project/wallet/trc20", json!({ "usdt_trc20": "T1" })).await;
    let standard = json!({ "product_code": "STD", "is_active": true, "min_topup": "10.00", "max_topup": "50.00" });
    let old = json!({ "product_code": "OLD", "is_active": false });
    mount("/cards/products", json!({ "products": [standard, old] })).await;
    mount("/cards/get", json!({ "status": "closed" })).await;
    Mock::given(any()).respond_with(ResponseTemplate::new(405)).mount(server).await;
}

#[tokio::test]
async fn the_layout_in_which_an_answer_opens_is_told() {
    let (secrets, server) = (Secrets::of("layout"), MockServer::start().await);
    mount_envelope(&server, "box = 'ciphertext+tag'\nnonce = 'back'").await;
    let diagnosis = diagnosis(&secrets.envelope(&server.uri(), "")).await;
    let settings = "version = \"0x02\", nonce = \"back\", box = \"ciphertext+tag\"";
    is_problem(&diagnosis, "ER round trip", "200", settings);
}

#[tokio::test]
async fn keys_product_and_card_of_an_envelope_are_looked_at() {
    let (secrets, server) = (Secrets::of("envelope"), MockServer::start().await);
    mount_envelope(&server, "").await;
    let key = |name: &str| {
        let (key, secret) = (secrets.file(name), secrets.file("api-secret"));
        format!("{{ api_key = {key}, api_secret = {secret} }}")
    };
    let with = async |product: &str, topup: &str| {
        let more = format!(
            "credentials.second = {}\ncredentials.no_access = {}\n[surfaces.ER.dialect]\n\
             product_code = '{product}'\namounts = {{ topup = '{topup}' }}\n[known.ER]\ncard = 'c'\n",
            key("second-key"),
            key("locked-key")
        );
        diagnosis(&secrets.envelope(&server.uri(), &more)).await
    };
    let bad = with("STD", "60.00").await;
    is_problem(&bad, "ER second key", "same deposit address", "another project");
    is_problem(&bad, "ER key without access", "it has access", "no access");
    is_problem(&bad, "[known.ER] card", "closed", "active");
    is_problem(&bad, "ER product", "max_topup 50.00", "amounts.topup");
    is_problem(&with("NEW", "20.00").await, "ER product", "there are STD, OLD", "product_code");
    is_problem(&with("OLD", "20.00").await, "ER product", "not active", "active product");
}

#[tokio::test]
async fn a_key_that_a_gateway_refuses_is_not_refused_by_the_api() {
    let (secrets, server) = (Secrets::of("gateway"), MockServer::start().await);
    let page = ResponseTemplate::new(403).set_body_raw("<html>WAF</html>", "text/html");
    Mock::given(any()).respond_with(page).mount(&server).await;
    let envelope = secrets.envelope(&server.uri(), "");
    is_problem(&diagnosis(&envelope).await, "ER round trip", "a page, and not the API", "gateway");
}
