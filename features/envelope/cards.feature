Feature: Cards, their data, balance and transactions
  Source: envelope-rest, Workflow pages; public: card-issue, card-status-change, release-note.

  @ER-CARD-01
  Scenario Outline: A card that is <status> says so
    Given a card "the card" of the project that is "<status>"
    When the project asks for the card "the card"
    Then it is served
    And it is "the card" with the status "<status>"

    Examples:
      | status |
      | active |
      | frozen |

  @ER-CARD-01
  Scenario: A closed card says so
    Given a card "the card" of the project that is "closed"
    When the project asks for the card "the card"
    Then it is "the card" with the status "closed"

  @ER-CARD-02
  Scenario: Members of a card
    Given an active card "the card" of the project
    When the project asks for the card "the card"
    Then the answer has the members
      | user_id          |
      | project_id       |
      | external_user_id |
      | product_code     |
      | balance          |
      | label            |
      | issued_at        |
      | activated_at     |
      | frozen_at        |
      | closed_at        |
    And the balance is a decimal text

  @ER-CARD-03
  Scenario Outline: <path> compares the named user with the owner
    Given an active card "the card" of the project
    And a user "Ann" of the project
    When the project calls <path> for "the card" in the name of "Ann"
    Then it is refused as "card_user_mismatch"
    When the project calls <path> for "the card" in the name of nobody known
    Then it is refused as "user_not_found"

    Examples:
      | path           |
      | /cards/get     |
      | /cards/details |
      | /cards/balance |
      | /cards/txs     |

  @ER-DETAIL-01
  Scenario: Card data
    Given an active card "the card" of the project
    When the project asks for the data of "the card"
    Then it is served
    And the answer has card data

  @ER-DETAIL-02
  Scenario: The place of card data
    Given an active card "the card" of the project
    When the project asks for the data of "the card"
    Then the place of the card data tells the reading

  @ER-DETAIL-03
  Scenario: Card numbers are well-formed and stable
    Given an active card "the card" of the project
    When the project asks for the data of "the card"
    And the project asks for the data of "the card"
    Then both show the same card data
    And the card number begins with 400055, has 16 digits and a right check digit
    And the card expires 36 months after its issue

  @ER-DETAIL-04
  Scenario Outline: Data of a card that is <status>
    Given a card "the card" of the project that is "<status>"
    When the project asks for the data of "the card"
    Then it is <outcome>

    Examples:
      | status                            | outcome                     |
      | active                            | served                      |
      | frozen                            | served                      |
      | wait_for_topup_activation_by_user | refused as "card_not_active" |
      | closed                            | refused as "card_not_active" |

  @ER-BAL-01
  Scenario: The shape of a card balance
    Given an active card "the card" of the project
    When the project calls /cards/balance for "the card"
    Then the cache flag tells the reading

  @ER-BAL-02
  Scenario: The balance of a card follows top-ups and spending
    Given an active card "the card" of the project
    And the project notes the balance of "the card"
    When the project tops up "the card" with 20.00
    Then both balances of "the card" have changed by 20.00
    When "the card" pays 7.50
    Then both balances of "the card" have changed by 12.50
    When the payment is cleared at 7.00
    Then both balances of "the card" have changed by 13.00

  @ER-TX-01
  Scenario: Top-ups are listed, newest first
    Given an active card "the card" of the project
    When the project tops up "the card" with 20.00
    And the project tops up "the card" with 30.00
    And the project lists the transactions of "the card"
    Then the list begins with
      | slug  | amount | status    |
      | topup | 30.00  | completed |
      | topup | 20.00  | completed |
    And the first two belong to the last two orders
    And each transaction has the members
      | transaction_id         |
      | slug                   |
      | status                 |
      | amount                 |
      | currency               |
      | merchant_name          |
      | merchant_category_code |
      | decline_reason         |
      | order_id               |
      | created_at             |
      | updated_at             |

  @ER-TX-02
  Scenario: The list is paged
    Given an active card "the card" of the project
    When the project tops up "the card"
    And the project tops up "the card"
    And the project tops up "the card"
    And the project lists the transactions of "the card"
    And the project lists the transactions of "the card" with limit 1 and skip 1
    Then it is the second of the whole list, and all are counted

  @ER-TX-03
  Scenario: The list is filtered
    Given an active card "the card" of the project
    When the project tops up "the card" with 20.00
    And "the card" pays 7.50
    And the project lists the transactions of "the card" with slug "topup"
    Then only transactions with the slug "topup" are listed
