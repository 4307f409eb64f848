Feature: Subscriptions
  Source: in-app-funding, Confirmation Events; public pages, Real-Time Subscription and Transaction Subscription; contract, Subscriptions.

  @AG-SUB-01
  Scenario: CardApplicationUpdates tells of collateral
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    And the user follows its applications
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then creditLimit of "C" has risen for the user by what the quote "Q" gives
    And the user is sent a further result of its applications

  @AG-SUB-02
  Scenario: A subscription starts with the present rows
    When the user follows its applications
    Then the user was sent its applications at once, as they are

  @AG-SUB-03
  Scenario: A changed application status is pushed
    Given the new user, who has not applied and whose review ends in "Pending"
    When the new user applies
    And the new user follows its applications
    And the back office approves the application of the new user
    Then the new user is sent its application as "approved"

  @AG-SUB-04
  Scenario: New and changed transactions are pushed
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the user follows its transactions
    When a purchase of 20 dollars is made with "C"
    Then the user is sent the purchase as "authorized"
    When the purchase is settled
    Then the user is sent the purchase as "posted"

  @AG-SUB-05
  Scenario: The WebSocket speaks graphql-transport-ws
    When the user opens a socket that offers "graphql-transport-ws"
    Then the socket speaks "graphql-transport-ws", and takes the token of the user
    When the user opens a socket that offers "graphql-ws"
    Then the socket is closed with 4406, and nothing is sent on it

  @AG-SUB-05 @needs:deposit @needs:authorize
  Scenario: The operations of a socket end as graphql-transport-ws says
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    When the user opens a socket that offers "graphql-transport-ws"
    Then the socket speaks "graphql-transport-ws", and takes the token of the user
    When the user asks for its cards on the socket
    Then one result and the end of the operation come on the socket
    When the user follows its transactions on the socket, and ends that after the first result
    And a purchase of 20 dollars is made with "C"
    Then nothing comes on the socket
    When the user asks for its cards on the socket
    Then one result and the end of the operation come on the socket

  @AG-SUB-06
  Scenario: A connection needs a valid token
    When the user opens a socket with a token whose signature was altered
    Then the socket is closed with 4403, and nothing is sent on it
    When the user opens a socket and subscribes before anything else
    Then the socket is closed with 4401, and nothing is sent on it

  @AG-SUB-07
  Scenario: What happens to others changes no result
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the second user follows its transactions
    When a purchase of 20 dollars is made with "C"
    Then the second user is sent no transaction, and nothing after the first result

  @AG-SUB-09
  Scenario: Subscriptions show own rows only
    Given an active virtual card "C" of the user
    And "C" has a deposit of 100 dollars
    And the second user follows its applications
    And the second user follows its transactions
    When a purchase of 20 dollars is made with "C"
    Then the second user is sent nothing of the user

  @AG-SUB-08
  Scenario: What a pushed row shows of a collateral event
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the user notes the balance of "C"
    And the user follows its applications
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then creditLimit of "C" has risen for the user by what the quote "Q" gives
    And a further result of the applications of the user has a later updated_at (reading "touch") or the same rows (reading "resend")
