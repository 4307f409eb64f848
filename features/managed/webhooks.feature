Feature: Webhooks
  Source: managed-cards, Webhooks; public page Webhooks; the rest is decided after Standard Webhooks.

  @MC-HOOK-01
  Scenario: Funding sends wallet.debited
    Given an active card "the card" of the caller
    And a receiver "the receiver"
    And the wallets of the caller are noted
    When the caller funds "the card" with 25.00
    Then "the receiver" receives wallet.debited
    And the last wallet.debited at "the receiver" is about 25.00
    When the wallets of the caller are noted
    And the caller funds "the card" with 35.00
    Then "the receiver" receives one more wallet.debited, with another body
    And the last wallet.debited at "the receiver" is about 35.00

  @MC-HOOK-02
  Scenario: Funding sends card.funded
    Given an active card "the card" of the caller
    And a receiver "the receiver"
    And the wallets of the caller are noted
    And the balance of "the card" is noted
    When the caller funds "the card" with 25.00
    Then "the receiver" receives card.funded
    And the last card.funded at "the receiver" is about "the card"
    And the last card.funded at "the receiver" is about 25.00
    When the wallets of the caller are noted
    And the balance of "the card" is noted
    And the caller funds "the card" with 35.00
    Then "the receiver" receives one more card.funded, with another body
    And the last card.funded at "the receiver" is about "the card"
    And the last card.funded at "the receiver" is about 35.00

  @MC-HOOK-03
  Scenario: Authorizing sends card.authorization.created
    Given an active card "the card" of the caller with 100.00
    And a receiver "the receiver"
    When the caller authorizes 25.00 on "the card"
    Then "the receiver" receives card.authorization.created
    And the last card.authorization.created at "the receiver" is about "the authorization"
    And the last card.authorization.created at "the receiver" is about 25.00 on "the card"
    When the caller authorizes 35.00 on "the card"
    Then "the receiver" receives one more card.authorization.created, with another body
    And the last card.authorization.created at "the receiver" is about "the authorization"
    And the last card.authorization.created at "the receiver" is about 35.00 on "the card"

  @MC-HOOK-04
  Scenario: A declined authorization
    Given an active card "the card" of the caller with 10.00
    And a receiver "the receiver"
    When the caller authorizes 999.00 on "the card"
    Then the authorization is not approved
    And card.authorization.created tells "the receiver" of it (reading "always") or not (reading "approved_only")

  @MC-HOOK-05
  Scenario: A slow funding
    Given an active card "the card" of the caller of the program prg_ke_usd_delayed
    And the clock stands still
    And a receiver "the receiver"
    When the caller funds "the card" with 25.00
    Then wallet.debited comes to "the receiver" before card.funded (reading "on_request") or with it (reading "on_completion")

  @MC-HOOK-06
  Scenario: Deliveries are signed
    Given a receiver "the receiver"
    When the caller creates the card "the card" with the label "Café – Ñandú"
    Then "the receiver" receives card.created
    And each delivery at "the receiver" is signed, and nothing else fits its signature

  @MC-HOOK-07
  Scenario: The shape of a delivery
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver"
    When the caller freezes "the card"
    And the caller unfreezes "the card"
    Then these events arrive at "the receiver" in this order
      | card.frozen   |
      | card.unfrozen |
    And each delivery at "the receiver" has the shape of an event about the status of "the card"

  @MC-HOOK-08
  Scenario: A retry is the same delivery
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver", which answers 500
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    When 1 minute passes
    Then "the receiver" has the same delivery again, with a later timestamp and a signature of its own

  @MC-HOOK-09
  Scenario: The retry schedule
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver", which answers 500
    When the caller freezes "the card"
    Then attempts reach "the receiver" after these pauses of seconds and at no other time
      | 5     |
      | 300   |
      | 1800  |
      | 7200  |
      | 18000 |
      | 36000 |
      | 50400 |
      | 72000 |
      | 86400 |
    And the log says of the delivery at "the receiver" that it has failed

  @MC-HOOK-10
  Scenario Outline: A receiver that <does> <ends> a delivery
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver", which <does>
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    When 1 minute passes
    Then the delivery at "the receiver" was made <times>
    And no redirect leads anywhere

    Examples:
      | does                 | ends         | times |
      | answers 204          | ends         | once  |
      | answers 302          | does not end | twice |
      | answers 404          | does not end | twice |
      | answers 500          | does not end | twice |
      | drops the connection | does not end | twice |

  @MC-HOOK-11
  Scenario: The log shows attempts and answers
    Given an active card "the card" of the caller
    And a receiver "the receiver", which answers 500
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    When "the receiver" answers 200 from now on
    And time passes until "the receiver" has the delivery again
    Then the log shows of the delivery at "the receiver" the answers 500 and 200

  @MC-HOOK-12
  Scenario: A delivery is sent again by hand
    Given an active card "the card" of the caller
    And a receiver "the receiver", which answers 500
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    When "the receiver" answers 200 from now on
    And the staff sends the delivery at "the receiver" again
    Then the call is served
    And "the receiver" has the delivery again, with the same ids

  @MC-HOOK-13
  Scenario: The log is for the staff
    Given an active card "the card" of the caller
    And a receiver "the receiver"
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    And nobody but the staff reads or repeats the delivery at "the receiver"

  @MC-HOOK-14
  Scenario: The spelling of the log's path
    Given an active card "the card" of the caller
    And a receiver "the receiver"
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    And the log of the delivery at "the receiver" answers under /weebhook/ (reading "weebhook"), /webhook/ (reading "webhook") or both (reading "both")

  @MC-HOOK-15
  Scenario: Two signatures while a secret is changed
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver"
    And the webhook secret is changed
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    And the last delivery at "the receiver" is signed with the new and the old secret
    When 1 day passes
    And the caller unfreezes "the card"
    Then "the receiver" receives card.unfrozen
    And the last delivery at "the receiver" is signed with the new secret

  @MC-HOOK-16
  Scenario: Events of a new card
    Given the clock stands still
    And a receiver "the receiver"
    When the caller creates the card "the card"
    Then these events arrive at "the receiver" in this order
      | card.created   |
      | card.activated |

  @MC-HOOK-16
  Scenario: Events of money that comes and goes
    Given an active card "the card" of the caller with 100.00
    And the clock stands still
    And a receiver "the receiver"
    When the caller funds "the card" with 5.00
    And the caller withdraws 10.00 from "the card"
    And the bank pays 7.00 into the USD wallet of the caller
    Then these events arrive at "the receiver" in this order
      | wallet.debited  |
      | card.funded     |
      | card.withdrawn  |
      | wallet.credited |
      | wallet.credited |

  @MC-HOOK-16
  Scenario: Events of a card's life
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver"
    When the caller freezes "the card"
    And the caller unfreezes "the card"
    And the operator makes "the card" blocked
    And the operator makes "the card" active
    And the operator makes "the card" under_review
    And the operator makes "the card" active
    And the caller terminates "the card"
    Then these events arrive at "the receiver" in this order
      | card.frozen        |
      | card.unfrozen      |
      | card.blocked       |
      | card.unblocked     |
      | card.under_review  |
      | card.review_passed |
      | card.terminated    |

  @MC-HOOK-16
  Scenario: Events of authorizations
    Given an active card "the card" of the caller with 100.00
    And the clock stands still
    And a receiver "the receiver"
    When the caller authorizes 10.00 on "the card" as "the first"
    And the caller settles "the first"
    And the caller authorizes 20.00 on "the card" as "the second"
    And the caller reverses "the second"
    And the caller authorizes 30.00 on "the card" as "the third"
    And 7 days pass
    Then these events arrive at "the receiver" in this order
      | card.authorization.created  |
      | card.authorization.settled  |
      | card.authorization.created  |
      | card.authorization.reversed |
      | card.authorization.created  |
      | card.authorization.expired  |

  @MC-HOOK-16
  Scenario Outline: Events of a dispute that is <outcome>
    Given an active card "the card" of the caller with 100.00
    And a settled authorization "the purchase" of 10.00 by the caller on "the card"
    And the clock stands still
    And a receiver "the receiver"
    When the caller disputes "the purchase"
    And the operator puts "the dispute" under_review
    And the operator puts "the dispute" <outcome>
    Then the dispute's events arrive at "the receiver", the last of them <last>

    Examples:
      | outcome | last                             |
      | won     | card.dispute.won                 |
      | lost    | card.provisional_credit.reversed |

  @MC-HOOK-17
  Scenario: A refused call sends nothing
    Given an active card "the card" of the caller
    And a terminated card "the ended card" of the caller
    And the clock stands still
    And a receiver "the receiver"
    When the caller funds "the card" with 999999.00
    Then the call is refused
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/":
      """
      {"amount": "x"}
      """
    Then the call is refused
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/":
      """
      {"amount": "1.00", "sandbox": {"adapter": "failing"}}
      """
    Then the call is answered with 502
    When the caller freezes "the ended card"
    Then the call is refused
    And nothing at all arrives at "the receiver"

  @MC-HOOK-18
  Scenario: Two receivers, one event
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver"
    And a receiver "the other receiver", which answers 500
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    And "the other receiver" receives card.frozen
    And "the receiver" and "the other receiver" have the same event under ids of their own
    When 1 minute passes
    Then the delivery at "the receiver" was made once
    And the delivery at "the other receiver" was made twice

  @MC-HOOK-19
  Scenario: The documented events say what happened
    Given an active card "the other card" of the caller with 50.00
    And an active card "the card" of the caller with 50.00
    And a receiver "the receiver"
    When the caller funds "the card" with 37.00
    Then "the receiver" receives wallet.debited
    And "the receiver" receives card.funded
    And wallet.debited and card.funded at "the receiver" say what the answer says
    When the caller authorizes 12.00 on "the card"
    Then "the receiver" receives card.authorization.created
    And card.authorization.created at "the receiver" says what the answer says

  @MC-HOOK-20
  Scenario: A receiver that is gone
    Given an active card "the card" of the caller
    And the clock stands still
    And a receiver "the receiver", which answers 410
    When the caller freezes "the card"
    Then "the receiver" receives card.frozen
    When 1 minute passes
    Then the log says of the delivery at "the receiver" that it has failed
    And "the receiver" is shown as switched off
    When the caller unfreezes "the card"
    And 1 minute passes
    Then the delivery at "the receiver" was made once
