Feature: Creating cards
  Source: in-app-cards, Creating Cards; Card Status Lifecycle.

  @AG-CARD-01
  Scenario: A virtual card, as documented
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a virtual card "C" for "the application" with
      | limit       | {"amount": 50000, "frequency": "per30DayPeriod"} |
      | displayName | "JANE SMITH"                                     |
    Then createRainCard succeeds
    And createRainCard answers a whole number as "id"
    And createRainCard answers a text as "cardId"
    And the "cardType" of createRainCard is "virtual"
    And the "status" of createRainCard is "active"
    And createRainCard answers four digits as "last4"
    And createRainCard answers a month as "expirationMonth"
    And createRainCard answers a year as "expirationYear"
    And createRainCard answers no "error"
    And the user has 1 card more than before

  @AG-CARD-01
  Scenario: Each creation tells its own card
    Given an approved application "the application" of the user
    When the user creates a physical card "P" for "the application"
    And the user creates a virtual card "C" for "the application"
    Then the "cardType" of createRainCard is "virtual"
    And the "status" of createRainCard is "active"
    And "P" and "C" are different cards
    And the user sees "P" with the digits that its creation answered
    And the user sees "C" with the digits that its creation answered

  @AG-CARD-03
  Scenario: A physical card, as documented
    Given an approved application "the application" of the user
    When the user creates a physical card "P" for "the application" with
      | limit       | {"amount": 100000, "frequency": "per30DayPeriod"} |
      | displayName | "JANE SMITH"                                      |
      | shipping    | {"firstName": "Jane", "lastName": "Smith", "phoneNumber": "+15555551234", "line1": "123 Main St", "city": "Miami", "region": "FL", "postalCode": "33101", "countryCode": "US", "method": "standard"} |
    Then createRainCard succeeds
    And the "cardType" of createRainCard is "physical"
    And the "status" of createRainCard is "notActivated"
    And createRainCard answers four digits as "last4"
    And createRainCard answers no "error"

  @AG-CARD-04
  Scenario: A physical card needs an address to be sent to
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a physical card "P" for "the application" with
      | shipping | null |
    Then createRainCard is refused
    And the user has as many cards as before

  @AG-CARD-05
  Scenario: A parcel needs a phone number
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a physical card "P" for "the application" with
      | shipping.phoneNumber | null |
    Then createRainCard is refused
    And the user has as many cards as before

  @AG-CARD-20
  Scenario: An empty phone number is none
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a physical card "P" for "the application" with
      | shipping.phoneNumber | "" |
    Then createRainCard is refused
    And the user has as many cards as before

  @AG-CARD-06
  Scenario: An address for a virtual card does no harm
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application", to be sent
    Then createRainCard succeeds
    And the "cardType" of createRainCard is "virtual"
    And the "status" of createRainCard is "active"
    And the user sees "C" with status "active"

  @AG-CARD-07
  Scenario: Letters, digits, spaces, periods and hyphens make a displayName
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application" with
      | displayName | "J.R. SMITH-LEE 2" |
    Then createRainCard succeeds

  @AG-CARD-08
  Scenario: A displayName of 27 characters
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a virtual card "C" for "the application" with
      | displayName | "ABCDEFGHIJKLMNOPQRSTUVWXYZA" |
    Then createRainCard is refused
    And the user has as many cards as before

  @AG-CARD-09
  Scenario Outline: A displayName has no other characters: <name>
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a virtual card "C" for "the application" with
      | displayName | "<name>" |
    Then createRainCard is refused
    And the user has as many cards as before

    Examples:
      | name       |
      | JANE@SMITH |
      | JANE_SMITH |
      | JANE/SMITH |

  @AG-CARD-10
  Scenario: A displayName of 26 characters
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application" with
      | displayName | "ABCDEFGHIJKLMNOPQRSTUVWXYZ" |
    Then createRainCard succeeds (reading "max26"), or is refused (reading "max21")

  @AG-CARD-14
  Scenario: A PIN at creation needs a session
    Given an approved application "the application" of the user
    And the user counts its cards
    When the user creates a virtual card "C" for "the application" with
      | encryptedPin | "nbcBiE68+NHC6viIEM7W2S973TemYA==" |
    Then createRainCard is refused
    And the user has as many cards as before

  @AG-CARD-15
  Scenario: A card can be born with a PIN
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application" with the PIN "719305"
    Then createRainCard succeeds
    And the user reads back the PIN "719305" of "C"

  @AG-CARD-16
  Scenario: A card that is not activated cannot be used
    Given a physical card "P" of the user that is not activated
    And "P" has a deposit of 100 dollars
    And the user notes the balance of "P"
    When a purchase of 1 dollars is made with "P"
    Then the purchase is declined
    And the balance of "P" has changed for the user by
      | pendingCharges | 0 |
      | spendingPower  | 0 |

  @AG-CARD-17
  Scenario: Activation makes a physical card active
    Given a physical card "P" of the user that is not activated
    And "P" has a deposit of 100 dollars
    When "P" is delivered and activated
    Then the user sees "P" with status "active"
    When a purchase of 1 dollars is made with "P"
    Then the purchase is approved

  @AG-CARD-18
  Scenario: The PIN of a physical card waits for its activation
    Given an approved application "the application" of the user
    When the user creates a physical card "P" for "the application" with the PIN "719305"
    Then createRainCard succeeds
    When "P" is delivered and activated
    Then the user reads back the PIN "719305" of "P"

  @AG-CARD-19
  Scenario: Ids and expiry are texts of a fixed form
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application"
    Then createRainCard answers a text as "cardId"
    And createRainCard answers an expiry of two and four digits
    When the user replaces the virtual card "C" with "E"
    Then replaceVirtualRainCard answers a text as "oldCardId"
    And the new card has a text as id and an expiry of two and four digits

  @AG-CARD-02
  Scenario: A card needs an approved application
    Given the new user, who has not applied and whose review ends in "Pending"
    When the new user applies
    And the new user creates a virtual card "C" for "the application of the new user"
    Then createRainCard is refused
    And the new user has no card

  @AG-CARD-11
  Scenario: displayName never changes
    Given an approved application "the application" of the user
    When the user creates a virtual card "C" for "the application" with
      | displayName | "JANE SMITH" |
    And the user nicknames "C" "Trips"
    And the user limits "C" to 200000 cents allTime
    And the user freezes "C"
    And the user unfreezes "C"
    Then the partner sees "C" with "nickname" "Trips"
    And the partner sees "C" with "display_name" "JANE SMITH"

  @AG-CARD-12
  Scenario: billing defaults to the shipping address
    Given an approved application "the application" of the user
    When the user creates a physical card "P" for "the application"
    Then the billing address that the partner sees of "P" is where it was sent

  @AG-CARD-13
  Scenario: A physical card ships to the address given
    Given an approved application "the application" of the user
    When the user creates a physical card "P" for "the application" with
      | billing | {"line1": "1 Billing Rd", "city": "Austin", "region": "TX", "postalCode": "73301", "countryCode": "US"} |
    Then the partner sees the parcel with "P" go to the shipping address

  @AG-CARD-21
  Scenario Outline: A <kind> card needs nothing besides <what>
    Given an approved application "the application" of the user
    When the user creates a <kind> card "C" for "the application"
    Then createRainCard succeeds

    Examples:
      | kind     | what                                      |
      | virtual  | its application and its type              |
      | physical | these and the address where it is sent to |

  @AG-CARD-21
  Scenario: A physical card with everything that is documented
    Given an approved application "the application" of the user
    When the user creates a physical card "P" for "the application" with
      | limit       | {"amount": 100000, "frequency": "per30DayPeriod"} |
      | displayName | "JANE SMITH-LEE JR."                              |
      | shipping    | {"firstName": "Jane", "lastName": "Smith", "phoneNumber": "+15555551234", "line1": "123 Main St", "city": "Miami", "region": "FL", "postalCode": "33101", "countryCode": "US", "method": "standard"} |
      | billing     | {"line1": "1 Billing Rd", "city": "Austin", "region": "TX", "postalCode": "73301", "countryCode": "US"} |
    Then createRainCard succeeds
