Feature: Reading through Hasura
  Source: partner-card-api, Example Queries, Schema Overview; in-app-cards, Listing Cards.

  @PG-HAS-01
  Scenario: A list is an array of rows
    When the partner asks
      """
      { AgioCard_card_company { id } }
      """
    Then AgioCard_card_company answers rows
    And the "id" of each row of AgioCard_card_company is not null

  @PG-HAS-01
  Scenario: The rows of a card are that card, once
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner asks
      """
      { AgioCard_card(where: {id: {_in: [{a}, {c}]}}, order_by: {id: asc}) { id } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card": [{"id": {a}}, {"id": {c}}]}}
      """

  @PG-HAS-01
  Scenario Outline: <table> answers rows
    Given an active virtual card "the card" of the partner
    When the partner asks
      """
      { <table> { id } }
      """
    Then <table> answers rows

    Examples:
      | table                     |
      | AgioCard_card             |
      | AgioCard_card_user        |
      | AgioCard_card_application |
      | AgioCard_vw_card          |

  @PG-HAS-01
  Scenario Outline: Each row of <table> is there once
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner notes the ids of its <table>
    Then the partner finds each of them in <table> once, by its id

    Examples:
      | table                     |
      | AgioCard_card_user        |
      | AgioCard_card_company     |
      | AgioCard_card_application |
      | AgioCard_vw_card          |

  @PG-HAS-01 @needs:clock
  Scenario Outline: Rows of <table> stay what they are
    Given an active virtual card "the card" of the partner
    When 400 days pass
    And the partner creates a virtual card "the new card" for "the application of the card"
    Then the partner sees the same "<columns>" in <table> whenever it looks

    Examples:
      | table                 | columns                                                       |
      | AgioCard_card         | id card_company_id                                            |
      | AgioCard_card_company | id organization_id                                            |
      | AgioCard_card_user    | id card_user_id application_status wallet_address             |
      | AgioCard_vw_card      | id type last4 expiration_month expiration_year limit_frequency |

  @PG-HAS-02
  Scenario: Listing cards, as documented
    Given an active virtual card "the card" of the partner
    When the partner asks
      """
      { AgioCard_vw_card { id type status last4 expiration_month expiration_year limit_frequency } }
      """
    Then "the card" is among the rows of AgioCard_vw_card
    And each row of AgioCard_vw_card has
      | id | type | status | last4 | expiration_month | expiration_year | limit_frequency |

  @PG-HAS-02
  Scenario: The view shows the digits and the expiry of a card
    Given an approved application "the application" of the partner
    When the partner creates a virtual card "the card" for "the application"
    Then the partner sees "the card" with the digits and the expiry that createCard answered

  @PG-HAS-02
  Scenario Outline: The view shows a <type> card as it is
    Given an active virtual card "the virtual card" of the partner
    And a physical card "the physical card" of the partner that is not activated
    And the partner has limited "the virtual card" to 50000 cents per7DayPeriod
    And the partner has limited "the physical card" to 50000 cents perYearPeriod
    When the partner asks
      """
      { AgioCard_vw_card(where: {id: {_eq: {the <other> card}}}) { id type limit_frequency } }
      """
    And the partner asks
      """
      { AgioCard_vw_card(where: {id: {_eq: {the <type> card}}}) { id type limit_frequency } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_vw_card": [
        {"id": {the <type> card}, "type": "<type>", "limit_frequency": "<frequency>"}]}}
      """

    Examples:
      | type     | other    | frequency     |
      | virtual  | physical | per7DayPeriod |
      | physical | virtual  | perYearPeriod |

  @PG-HAS-03
  Scenario: Cardholders of the organization, as documented
    When the partner asks
      """
      { AgioCard_card_user { id card_user_id application_status is_active wallet_address } }
      """
    Then each row of AgioCard_card_user has
      | id | card_user_id | application_status | is_active | wallet_address |

  @PG-HAS-03
  Scenario: A cardholder has the wallet that the application named
    Given an active virtual card "the card" of the partner
    And a card user "Lena" of the partner
    When the partner asks
      """
      mutation {
        createCardApplicationForPartnerUser(input: {
          cardUserId: "{Lena}", walletAddress: "0xde709f2102306220921060314715629080e2fb77",
          occupation: "15-1252", annualSalary: "100000", accountPurpose: "Business expenses",
          expectedMonthlyVolume: "5000", isTermsOfServiceAccepted: true
        }) { success error }
      }
      """
    Then createCardApplicationForPartnerUser succeeds
    And the partner sees that "the holder of the card" has the wallet "0x52908400098527886e0f7030069857d2e4169ee7"
    And the partner sees that "Lena" has the wallet "0xde709f2102306220921060314715629080e2fb77"

  @PG-HAS-04
  Scenario: Monthly spend per user, as documented
    When the partner asks
      """
      { AgioCard_vw_card_user_monthly_spend { card_user_id month amount_cents } }
      """
    Then AgioCard_vw_card_user_monthly_spend answers rows

  @PG-HAS-04 @needs:deposit @needs:authorize
  Scenario: Monthly spend of a user who spent something
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 10 dollars is made with "the card" and settled
    And the partner asks
      """
      { AgioCard_vw_card_user_monthly_spend { card_user_id month amount_cents } }
      """
    Then each row of AgioCard_vw_card_user_monthly_spend has
      | card_user_id | month | amount_cents |

  @PG-HAS-04 @needs:deposit @needs:authorize
  Scenario: Each user has spent what was bought with the own card
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    And "the card" has a deposit of 100 dollars
    And "the other card" has a deposit of 100 dollars
    When a purchase of 1234 cents is made with "the card"
    And the purchase is settled
    And a purchase of 4321 cents is made with "the other card"
    And the purchase is settled
    Then the partner sees 1234 cents as what the holder of "the card" has spent this month
    And the partner sees 4321 cents as what the holder of "the other card" has spent this month

  @PG-HAS-04 @needs:deposit @needs:authorize @needs:clock
  Scenario: What was spent stays in its month
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 10 dollars is made with "the card" and settled
    And 40 days pass
    And a purchase of 20 dollars is made with "the card" and settled
    Then the partner sees the same "card_user_id month amount_cents" in AgioCard_vw_card_user_monthly_spend whenever it looks

  @PG-HAS-05
  Scenario: A card leads to a company and its customer organization
    Given an active virtual card "the card" of the partner
    When the partner follows the company of "the card"
    Then it finds one company, which belongs to an organization

  @PG-HAS-07
  Scenario Outline: <operator> selects the rows that match
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner lists the cards among "a", "b" and "c" where
      """
      <condition>
      """
    Then it finds exactly <cards>

    Examples:
      | operator | condition                                | cards             |
      | _eq      | {id: {_eq: {b}}}                         | "b"               |
      | _neq     | {id: {_neq: {b}}}                        | "a", "c"          |
      | _in      | {id: {_in: [{a}, {c}]}}                  | "a", "c"          |
      | _nin     | {id: {_nin: [{a}, {c}]}}                 | "b"               |
      | _gt      | {id: {_gt: {b}}}                         | "c"               |
      | _gte     | {id: {_gte: {b}}}                        | "b", "c"          |
      | _lt      | {id: {_lt: {b}}}                         | "a"               |
      | _lte     | {id: {_lte: {b}}}                        | "a", "b"          |
      | _is_null | {last_used_at: {_is_null: true}}         | "a", "b", "c"     |
      | _is_null false | {last_used_at: {_is_null: false}}  | no card           |

  @PG-HAS-08
  Scenario Outline: <operator> combines conditions
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner lists the cards among "a", "b" and "c" where
      """
      <condition>
      """
    Then it finds exactly <cards>

    Examples:
      | operator | condition                                                       | cards    |
      | _or      | {_or: [{id: {_eq: {a}}}, {id: {_eq: {c}}}]}                     | "a", "c" |
      | _and     | {_and: [{id: {_eq: {a}}}, {status: {_eq: "active"}}]}           | "a"      |
      | _and of what excludes itself | {_and: [{id: {_eq: {a}}}, {id: {_eq: {b}}}]} | no card  |
      | _not     | {_not: {id: {_eq: {b}}}}                                        | "a", "c" |

  @PG-HAS-09
  Scenario Outline: Rows come ordered by <order>
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner lists "a", "b" and "c" with
      """
      order_by: {<order>}
      """
    Then it finds in this order <cards>

    Examples:
      | order           | cards         |
      | id: desc        | "c", "b", "a" |
      | created_at: asc | "a", "b", "c" |

  @PG-HAS-09
  Scenario: Cards come ordered, not only in the view
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner asks
      """
      { AgioCard_card(where: {id: {_in: [{a}, {b}, {c}]}}, order_by: {id: desc}) { id } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card": [{"id": {c}}, {"id": {b}}, {"id": {a}}]}}
      """

  @PG-HAS-09
  Scenario Outline: Rows of <table> come ordered
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner charges the holder of "the card" 2550 cents for "Coffee"
    And the partner charges the holder of "the card" 2550 cents for "Tea"
    And the partner asks
      """
      { <table>(order_by: {id: desc}, limit: 2) { id } }
      """
    Then the "id" of the rows of <table> descend

    Examples:
      | table                     |
      | AgioCard_card_user        |
      | AgioCard_card_company     |
      | AgioCard_card_application |
      | AgioCard_card_transaction |

  @PG-HAS-09 @needs:deposit @needs:authorize
  Scenario: Rows without a value come last when asked so
    Given three active virtual cards "a", "b" and "c" of the partner
    And "b" has a deposit of 100 dollars
    When a purchase of 10 dollars is made with "b"
    And the partner lists "a", "b" and "c" with
      """
      order_by: {last_used_at: desc_nulls_last}
      """
    Then it finds first "b"

  @PG-HAS-10
  Scenario Outline: <paging> cuts the ordered rows
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner lists "a", "b" and "c" with
      """
      order_by: {id: asc}, <paging>
      """
    Then it finds in this order <cards>

    Examples:
      | paging               | cards    |
      | limit: 2             | "a", "b" |
      | limit: 2, offset: 2  | "c"      |

  @PG-HAS-10
  Scenario Outline: limit cuts the rows of <table>
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    When the partner charges the holder of "the card" 2550 cents for "Coffee"
    And the partner charges the holder of "the card" 2550 cents for "Tea"
    And the partner asks
      """
      { <table>(order_by: {id: desc}, limit: 1) { id } }
      """
    Then <table> answers 1 row at the most

    Examples:
      | table                     |
      | AgioCard_card             |
      | AgioCard_card_user        |
      | AgioCard_card_company     |
      | AgioCard_card_application |
      | AgioCard_card_transaction |

  @PG-HAS-01
  Scenario: A row is found by its primary key
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    Then the partner finds "the card" in AgioCard_card by its primary key
    And the partner finds "the other card" in AgioCard_card by its primary key

  @PG-HAS-10
  Scenario Outline: offset passes over rows of <table>
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    Then the partner passes over the first row of <table> with an offset

    Examples:
      | table                     |
      | AgioCard_card             |
      | AgioCard_card_user        |
      | AgioCard_card_application |

  @PG-HAS-10
  Scenario: offset passes over transactions
    Given an active virtual card "the card" of the partner
    When the partner charges the holder of "the card" 2550 cents for "Coffee"
    And the partner charges the holder of "the card" 2550 cents for "Tea"
    Then the partner passes over the first row of AgioCard_card_transaction with an offset

  @PG-HAS-10 @needs:deposit @needs:authorize
  Scenario: offset passes over what users have spent
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    And "the card" has a deposit of 100 dollars
    And "the other card" has a deposit of 100 dollars
    When a purchase of 1234 cents is made with "the card"
    And the purchase is settled
    And a purchase of 4321 cents is made with "the other card"
    And the purchase is settled
    Then the partner passes over the first row of AgioCard_vw_card_user_monthly_spend with an offset

  @PG-HAS-10 @needs:deposit @needs:authorize
  Scenario Outline: <argument> leaves one user of those who have spent
    Given an active virtual card "the card" of the partner
    And an active virtual card "the other card" of the partner
    And "the card" has a deposit of 100 dollars
    And "the other card" has a deposit of 100 dollars
    When a purchase of 10 dollars is made with "the card" and settled
    And a purchase of 20 dollars is made with "the other card" and settled
    And the partner asks
      """
      { AgioCard_vw_card_user_monthly_spend(<value>) { card_user_id } }
      """
    Then AgioCard_vw_card_user_monthly_spend answers 1 row at the most

    Examples:
      | argument | value                                                    |
      | limit    | limit: 1                                                 |
      | where    | where: {card_user_id: {_eq: "{the holder of the card}"}} |

  @PG-HAS-10
  Scenario: offset passes over companies
    When the partner makes the organization "Acme Corp"
    Then createPartnerCustomerOrganization succeeds
    And the partner passes over the first row of AgioCard_card_company with an offset

  @PG-HAS-07
  Scenario: A filter leaves the cards that fit it
    Given an active virtual card "the card" of the partner
    When the partner asks
      """
      { AgioCard_card(where: {status: {_eq: "active"}}) { deposit_address status user_id } }
      """
    Then every "status" of the rows of AgioCard_card is "active"

  @PG-HAS-07
  Scenario: A filter leaves the transactions that fit it
    Given an active virtual card "the card" of the partner
    When the partner charges the holder of "the card" 2550 cents for "Coffee"
    And the partner charges the holder of "the card" 2550 cents for "Tea"
    And the partner asks
      """
      { AgioCard_card_transaction(where: {fee_description: {_eq: "Coffee"}}) {
        id event_type transaction_type status currency merchant_name declined_reason
        authorized_at posted_at created_at fee_description } }
      """
    Then every "fee_description" of the rows of AgioCard_card_transaction is "Coffee"
    When the partner asks
      """
      { AgioCard_card_transaction(where: {fee_description: {_eq: "Tea"}}) {
        id event_type transaction_type status currency merchant_name declined_reason
        authorized_at posted_at created_at fee_description } }
      """
    Then every "fee_description" of the rows of AgioCard_card_transaction is "Tea"

  @PG-HAS-07
  Scenario: A transaction is found by its id
    Given an active virtual card "the card" of the partner
    When the partner charges the holder of "the card" 2550 cents for "Coffee"
    And the partner charges the holder of "the card" 2550 cents for "Tea"
    And the partner notes the ids of its AgioCard_card_transaction
    Then the partner finds each of them in AgioCard_card_transaction once, by its id
    When the partner notes the ids of its AgioCard_card_transaction, beside the amount of each
    Then the partner finds each of them in AgioCard_card_transaction once, by its id

  @PG-HAS-13
  Scenario: A column that there is not
    When the partner asks
      """
      { AgioCard_card_user { id no_such_column } }
      """
    Then the query is invalid

  @PG-HAS-14
  Scenario: The type of a filter
    When the partner sends the body
      """
      {"query": "query($where: AgioCard_vw_card_bool_exp) { AgioCard_vw_card(where: $where) { id } }",
       "variables": {"where": {"status": {"_eq": "active"}}}}
      """
    Then AgioCard_vw_card answers rows

  @PG-HAS-11
  Scenario: A count is that of the rows that a filter leaves
    Given an active virtual card "the card" of the partner
    When the partner charges the holder of "the card" 2550 cents for "Coffee"
    And the partner charges the holder of "the card" 2550 cents for "Tea"
    And the partner counts and lists the rows of AgioCard_card_transaction where
      """
      {fee_description: {_eq: "Tea"}}
      """
    Then it counts as many rows as it lists
    And the answer has status 200
    When the partner counts and lists the rows of AgioCard_card_transaction where
      """
      {fee_description: {_in: ["Coffee", "Tea"]}}
      """
    Then it counts as many rows as it lists

  @PG-HAS-11
  Scenario: Counts of cards
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner asks
      """
      { AgioCard_card_aggregate(where: {id: {_in: [{a}, {c}]}}) { aggregate { count } } }
      """
    And the partner asks
      """
      { AgioCard_card_aggregate(where: {id: {_in: [{a}, {b}, {c}]}}) { aggregate { count } } }
      """
    Then the answer is exactly
      """
      {"data": {"AgioCard_card_aggregate": {"aggregate": {"count": 3}}}}
      """

  @PG-HAS-12
  Scenario: Sums, averages and extremes
    Given an active virtual card "the card" of the partner
    And the partner has limited "the card" to 1000 cents allTime
    And the partner has limited "the card" to 3000 cents allTime
    When the partner adds up the limits that "the card" has had
    Then it finds
      | sum | 4000 |
      | avg | 2000 |
      | min | 1000 |
      | max | 3000 |

  @PG-HAS-15
  Scenario: The form of large numbers
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 10 dollars is made with "the card" and settled
    And the partner asks
      """
      { AgioCard_vw_card_user_monthly_spend { amount_cents } }
      """
    Then the "amount_cents" of the rows of AgioCard_vw_card_user_monthly_spend are numbers (reading "number") or texts (reading "string")

  @PG-HAS-16
  Scenario: The unit of a transaction
    Given an active virtual card "the card" of the partner
    And "the card" has a deposit of 100 dollars
    When a purchase of 1234 cents is made with "the card"
    And the partner asks
      """
      { AgioCard_card_transaction { amount } }
      """
    Then a transaction of 12.34 is shown as dollars (reading "usd") or as cents (reading "cents")
    When a purchase of 4321 cents is made with "the card"
    And the partner asks
      """
      { AgioCard_card_transaction { amount } }
      """
    Then a transaction of 43.21 is shown as dollars (reading "usd") or as cents (reading "cents")

  @PG-HAS-17
  Scenario Outline: <condition>, of nicknames that are null
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner lists the cards among "a", "b" and "c" where
      """
      {_and: [{id: {_in: [{a}, {b}, {c}]}}, <condition>]}
      """
    Then it finds exactly <cards>

    Examples:
      | condition                                                      | cards         |
      | {nickname: {_in: []}}                                          | no card       |
      | {_not: {nickname: {_in: []}}}                                  | "a", "b", "c" |
      | {nickname: {_nin: []}}                                         | "a", "b", "c" |
      | {nickname: {_neq: "x"}}                                        | no card       |
      | {_not: {nickname: {_eq: "x"}}}                                 | no card       |
      | {_not: {nickname: {_like: "%"}}}                               | no card       |
      | {_not: {_or: [{nickname: {_in: []}}, {nickname: {_eq: "x"}}]}} | no card       |
      | {_and: []}                                                     | "a", "b", "c" |
      | {_or: []}                                                      | no card       |

  @PG-HAS-18
  Scenario Outline: The pattern <condition>
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner lists the cards among "a", "b" and "c" where
      """
      {_and: [{id: {_in: [{a}, {b}, {c}]}}, {status: {<condition>}}]}
      """
    Then it finds exactly <cards>

    Examples:
      | condition           | cards         |
      | _like: "act%"       | "a", "b", "c" |
      | _like: "a_tive"     | "a", "b", "c" |
      | _like: "ACT%"       | no card       |
      | _ilike: "ACT%"      | "a", "b", "c" |
      | _nlike: "%t_v%"     | no card       |
      | _nilike: "LOCK%"    | "a", "b", "c" |

  @PG-HAS-18
  Scenario: A backslash takes the next character of a pattern as it is
    Given three active virtual cards "a", "b" and "c" of the partner
    When the partner lists the cards among "a", "b" and "c" where
      """
      {status: {_like: "a\\_tive"}}
      """
    Then it finds exactly no card
    When the partner lists the cards among "a", "b" and "c" where
      """
      {status: {_ilike: "ACT\\IVE"}}
      """
    Then it finds exactly "a", "b", "c"
    When the partner lists the cards among "a", "b" and "c" where
      """
      {status: {_like: "active\\"}}
      """
    Then the query is invalid

  @PG-HAS-19
  Scenario: Counts of columns that are null
    Given an active virtual card "the card" of the partner
    When the partner counts columns of "the card" that are null
    Then it counts 0 of one column and 1 of two

  @PG-HAS-20
  Scenario: An average of amounts
    Given an active virtual card "the card" of the partner
    When the partner charges the holder of "the card" 1234 cents for "Average"
    And the partner charges the holder of "the card" 29 cents for "Average"
    And the partner charges the holder of "the card" 2550 cents for "Average"
    And the partner charges the holder of "the card" 1999 cents for "Average"
    And the partner charges the holder of "the card" 435 cents for "Average"
    And the partner asks
      """
      { AgioCard_card_transaction_aggregate(where: {fee_description: {_eq: "Average"}}) {
          aggregate { avg { amount } } } }
      """
    Then the average amount is 12.494, or 1249.4 in cents
