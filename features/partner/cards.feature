Feature: Issuing cards
  Source: partner-card-api, Onboarding Flow; in-app-cards, Creating a card.

  @PG-CARD-01
  Scenario: An approved application gets a card
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application" with
      | displayName | "J. SMITH-DOE 2"                                     |
      | limit       | {"amount": 50000, "frequency": "per30DayPeriod"} |
    Then createCard succeeds
    And createCard answers a whole number as "id"
    And createCard answers a text as "cardId"
    And createCard answers four digits as "last4"
    And the partner lists "the card"

  @PG-CARD-01 @needs:second-credential
  Scenario: The second partner makes cards for its own applications
    Given an approved application "the application" of the second partner
    When the second partner creates a virtual card "the card" for "the application"
    Then createCard succeeds
    And the second partner lists "the card"

  @PG-CARD-02
  Scenario: A new virtual card is active
    Given an approved application "the application" of the partner
    When the partner creates a physical card "the other card" for "the application"
    And the partner creates a virtual card "the card" for "the application"
    Then the "cardType" of createCard is "virtual"
    And the "status" of createCard is "active"
    And createCard answers four digits as "last4"
    And the partner sees "the card" with status "active"
    And the partner sees "the card" with "type" "virtual"

  @PG-CARD-03
  Scenario: A new physical card is not activated
    Given an approved application "the application" of the partner
    When the partner creates a physical card "the card" for "the application"
    Then createCard succeeds
    And the "cardType" of createCard is "physical"
    And the "status" of createCard is "notActivated"
    And the partner sees "the card" with status "notActivated"
    And the partner sees "the card" with "type" "physical"

  @PG-CARD-04
  Scenario: A physical card needs an address to be sent to
    Given an approved application "the application" of the partner
    And the partner counts its cards
    When the partner creates a physical card "the card" for "the application" with
      | shipping | null |
    Then createCard is refused
    And the partner has as many cards as before

  @PG-CARD-04
  Scenario: A parcel needs a phone number
    Given an approved application "the application" of the partner
    And the partner counts its cards
    When the partner creates a physical card "the card" for "the application" with
      | shipping.phoneNumber | null |
    Then createCard is refused
    And the partner has as many cards as before

  @PG-CARD-04
  Scenario: A blank phone number is none
    Given an approved application "the application" of the partner
    And the partner counts its cards
    When the partner creates a physical card "the card" for "the application" with
      | shipping.phoneNumber | " " |
    Then createCard is refused
    And the partner has as many cards as before

  @PG-CARD-05
  Scenario: An address for a virtual card does no harm
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application", to be sent
    Then createCard succeeds
    And the "status" of createCard is "active"
    And the partner lists "the card"

  @PG-CARD-06
  Scenario Outline: An application that is <outcome> gets no card
    Given a card user "Lena" of the partner whose review ends in "<outcome>"
    And the partner counts its cards
    When the partner applies for "Lena"
    And the partner creates a virtual card "the card" for the application of "Lena"
    Then createCard is refused
    And the partner has as many cards as before

    Examples:
      | outcome |
      | pending |
      | denied  |

  @PG-CARD-07
  Scenario: An active application gets another card
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application"
    Then createCard succeeds
    And the partner sees the status of "the application" as "ACTIVE" or "APPROVED"
    When the partner creates a virtual card "the second card" for "the application"
    Then createCard succeeds
    And the partner lists "the second card"

  @PG-CARD-08
  Scenario: A displayName has at most 26 characters
    Given an approved application "the application" of the partner
    And the partner counts its cards
    When the partner creates a virtual card "the card" for "the application" with
      | displayName | "ABCDEFGHIJKLMNOPQRSTUVWXYZA" |
    Then createCard is refused
    And the partner has as many cards as before

  @PG-CARD-09
  Scenario: A displayName of 26 characters
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application" with
      | displayName | "ABCDEFGHIJKLMNOPQRSTUVWXYZ" |
    Then createCard succeeds (reading "max26"), or is refused (reading "max21")

  @PG-CARD-10
  Scenario Outline: A displayName has no other characters: <name>
    Given an approved application "the application" of the partner
    And the partner counts its cards
    When the partner creates a virtual card "the card" for "the application" with
      | displayName | "<name>" |
    Then createCard is refused
    And the partner has as many cards as before

    Examples:
      | name       |
      | JANE_SMITH |
      | JANE & CO  |

  @PG-CARD-10
  Scenario: Letters, digits, spaces, periods and hyphens make a displayName
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application" with
      | displayName | "J. SMITH-DOE 2" |
    Then createCard succeeds

  @PG-CARD-11
  Scenario: The limit given is the card's limit
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application" with
      | limit | {"amount": 50000, "frequency": "per7DayPeriod"} |
    Then createCard succeeds
    And the partner sees "the card" with "limit_frequency" "per7DayPeriod"

  @PG-CARD-12
  Scenario: A partner's card hangs on a company, not on a user
    Given an active virtual card "the card" of the partner
    When the partner asks
      """
      { AgioCard_card(where: {id: {_eq: {the card}}}) { user_id card_company_id } }
      """
    Then the "user_id" of each row of AgioCard_card is null
    And the "card_company_id" of each row of AgioCard_card is not null

  @PG-CARD-13
  Scenario: Creating is not idempotent
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "a" for "the application"
    Then createCard succeeds
    When the partner creates a virtual card "b" for "the application"
    Then createCard succeeds
    And "a" and "b" are different cards

  @PG-CARD-14
  Scenario: A card can be born with a PIN
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application" with the PIN "7193"
    Then createCard succeeds
    And the partner reads back the PIN "7193" of "the card"

  @PG-CARD-15
  Scenario: A physical card is billed where it is sent
    Given an approved application "the application" of the partner
    When the partner creates a physical card "the card" for "the application"
    Then createCard succeeds
    And the billing address that the partner sees of "the card" is where it was sent

  @PG-CARD-16
  Scenario: Only createCard takes a displayName
    When the partner asks
      """
      {
        __schema {
          types { name inputFields { name } }
          mutationType {
            fields {
              name
              args { name type { name ofType { name ofType { name ofType { name } } } } }
            }
          }
        }
      }
      """
    Then of all mutations that can run only createCard takes a "displayName"

  @PG-CARD-17
  Scenario: A new card says when it expires
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the other card" for "the application"
    And the partner creates a physical card "the card" for "the application"
    Then createCard answers a month as "expirationMonth"
    And createCard answers a year as "expirationYear"
    And the partner sees of "the card" what createCard told of it

  @PG-CARD-17
  Scenario: The expiry of a card stands beside its deposit address
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application"
    Then the partner sees "the card" with the digits and the expiry that createCard answered, beside its deposit_address

  @PG-CARD-17 @needs:clock
  Scenario: Each card says when it expires itself
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the other card" for "the application"
    And 400 days pass
    And the partner creates a virtual card "the card" for "the application"
    Then the partner sees of "the card" what createCard told of it

  @PG-CARD-18
  Scenario Outline: A new card can be limited <frequency>
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application" with
      | limit | {"amount": 50000, "frequency": "<frequency>"} |
    Then createCard succeeds

    Examples:
      | frequency       |
      | per24HourPeriod |
      | per7DayPeriod   |
      | per30DayPeriod  |
      | perYearPeriod   |
      | allTime         |

  @PG-CARD-19
  Scenario Outline: A <kind> card needs nothing besides <what>
    Given an approved application "the application" of the partner
    When the partner creates a <kind> card "the card" for "the application"
    Then createCard succeeds

    Examples:
      | kind     | what                                      |
      | virtual  | its application and its type              |
      | physical | these and the address where it is sent to |

  @PG-CARD-19
  Scenario: A physical card with everything that is known of it
    Given an approved application "the application" of the partner
    When the partner creates a physical card "the card" for "the application" with
      | limit       | {"amount": 100000, "frequency": "per30DayPeriod"} |
      | displayName | "JANE SMITH-LEE JR."                              |
      | shipping    | {"firstName": "Jane", "lastName": "Smith", "phoneNumber": "+15555551234", "line1": "123 Main St", "city": "Miami", "region": "FL", "postalCode": "33101", "countryCode": "US", "method": "standard"} |
      | billing     | {"line1": "1 Billing Rd", "city": "Austin", "region": "TX", "postalCode": "73301", "countryCode": "US"} |
    Then createCard succeeds
