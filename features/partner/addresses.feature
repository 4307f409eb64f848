Feature: Addresses
  Source: the public API reference, validateAddress, validateCardShippingAddress,
  autocompleteAddress, resolvePlaceAddress.

  @PG-ADDR-01
  Scenario: A real address is valid
    When the partner asks validateAddress about
      | line1       | 123 Main St |
      | city        | Miami       |
      | region      | FL          |
      | postalCode  | 33101       |
      | countryCode | US          |
    Then validateAddress succeeds
    And validateAddress finds it valid, and says how sure it is

  @PG-ADDR-01
  Scenario: An invented address is not surely valid
    When the partner asks validateAddress about
      | line1       | 1 Nowhere Lane |
      | city        | Atlantis       |
      | region      | ZZ             |
      | postalCode  | 00000          |
      | countryCode | US             |
    Then validateAddress is not sure that it is valid

  @PG-ADDR-02
  Scenario: Cards are shipped to a known address
    When the partner asks validateCardShippingAddress about
      | line1       | 123 Main St |
      | city        | Miami       |
      | region      | FL          |
      | postalCode  | 33101       |
      | countryCode | US          |
    Then validateCardShippingAddress succeeds
    And the "isValid" of validateCardShippingAddress is true

  @PG-ADDR-02
  Scenario: Cards are not shipped everywhere
    When the partner asks validateCardShippingAddress about
      | line1       | 1 Kim Il Sung Square |
      | city        | Pyongyang            |
      | region      | Pyongyang            |
      | postalCode  | 00000                |
      | countryCode | KP                   |
    Then validateCardShippingAddress succeeds
    And the "isValid" of validateCardShippingAddress is false

  @PG-ADDR-03
  Scenario: A suggestion resolves to an address
    When the partner has "123 Main" completed within "US"
    Then autocompleteAddress succeeds
    And each suggestion has a text
    When the partner resolves the first suggestion
    Then resolvePlaceAddress succeeds
    And resolvePlaceAddress answers a whole address in "US"

  @PG-ADDR-04
  Scenario: Whether cards are shipped to an address is answered
    When the partner asks validateCardShippingAddress about
      | line1       | 123 Main St |
      | city        | Miami       |
      | region      | FL          |
      | postalCode  | 33101       |
      | countryCode | US          |
    Then validateCardShippingAddress succeeds

  @PG-ERR-11
  Scenario: The address operations answer in the envelope
    When the partner introspects
    Then each of these mutations answers with success and error
      | validateAddress     | validateCardShippingAddress |
      | autocompleteAddress | resolvePlaceAddress         |
