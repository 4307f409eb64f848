Feature: Signing
  HMAC-SHA256 over timestamp, a full stop and the raw body.
  Source: partner-card-api, Layer 2 - HMAC Signature, Best practices.

  @PG-SIGN-01
  Scenario: A request signed as documented is accepted
    When the partner reads
    Then the read succeeds

  @PG-SIGN-02
  Scenario: A random signature is unauthorized
    When the partner reads with a random signature
    Then it is unauthorized with "Invalid signature"

  @PG-SIGN-03
  Scenario: The same JSON in other bytes is unauthorized
    When the partner signs a compact read and sends it spaced out
    Then it is unauthorized with "Invalid signature"

  @PG-SIGN-04
  Scenario: White space, escapes and raw UTF-8 are accepted as they were signed
    When the partner reads in a body with white space, escapes and raw UTF-8
    Then the read succeeds

  @PG-SIGN-05
  Scenario: A signature over the body alone is unauthorized
    When the partner reads with a signature over the body alone
    Then it is unauthorized with "Invalid signature"

  @PG-SIGN-05
  Scenario: A signature over another timestamp is unauthorized
    When the partner reads with a signature over the next millisecond
    Then it is unauthorized with "Invalid signature"

  @PG-SIGN-06
  Scenario: A signature in base64 is unauthorized
    When the partner reads with the signature in base64
    Then it is unauthorized with "Invalid signature"

  @PG-SIGN-07
  Scenario: Another partner's secret does not sign
    When the partner reads, signed with the secret of the second partner
    Then it is unauthorized with "Invalid signature"
