Feature: Events
  Source: in-app-funding, Confirmation Events; public pages, Event Bus Events and Event Bus; contract, Events.

  @AG-EVENT-01
  Scenario: A deposit raises RECEIVED and CONFIRMED
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the receiver "the receiver" of events of the app
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    And the event CARD_COLLATERAL_RECEIVED arrives at "the receiver"
    And the event CARD_COLLATERAL_CONFIRMED arrives at "the receiver"

  @AG-EVENT-03
  Scenario: A decision on an application raises its event
    Given the approved user, who has not applied and whose review ends in "Approved"
    And the denied user, who has not applied and whose review ends in "Denied"
    And the receiver "the receiver" of events of the app
    When the approved user applies
    And the denied user applies
    Then the event CARD_APPLICATION_APPROVED arrives at "the receiver" for the approved user, and not for the denied user
    And the event CARD_APPLICATION_DENIED arrives at "the receiver" for the denied user, and not for the approved user

  @AG-EVENT-04
  Scenario: A changed card status raises CARD_STATUS_CHANGED
    Given an active virtual card "C" of the user
    And the receiver "the receiver" of events of the app
    When the user freezes "C"
    And the user unfreezes "C"
    And the user cancels "C"
    Then the event CARD_STATUS_CHANGED arrives at "the receiver" at least 3 times for "C"

  @AG-EVENT-05
  Scenario: A settled purchase raises CARD_SPEND_COMPLETED
    Given an active virtual card "C" of the user
    And the receiver "the receiver" of events of the app
    And "C" has a deposit of 100 dollars
    When a purchase of 20 dollars is made with "C"
    Then the event CARD_SPEND_COMPLETED has not arrived at "the receiver"
    When the purchase is settled
    Then the event CARD_SPEND_COMPLETED arrives at "the receiver"

  @AG-EVENT-06
  Scenario: The event stream needs a token and shows own events only
    Given an active virtual card "C" of the user
    When the user asks for the event stream without a token
    Then it is refused for its token
    Given the user reads the event stream
    And the second user reads the event stream
    When the user freezes "C"
    Then the user is told of CARD_STATUS_CHANGED on the stream
    And the second user is told nothing on the stream

  @AG-EVENT-07
  Scenario: The event stream resumes
    Given an active virtual card "C" of the user
    And the user reads the event stream
    When the user freezes "C"
    And the user unfreezes "C"
    And the user freezes "C"
    And the user goes on with the stream behind the first of 3 events
    Then the user is told the events behind the first again, in order, and nothing else

  @AG-EVENT-08
  Scenario: Deliveries to a receiver are signed
    Given an active virtual card "C" of the user
    And the receiver "the receiver" of events of the app
    When the user freezes "C"
    Then each delivery at "the receiver" is signed over its timestamp and its body

  @AG-EVENT-09
  Scenario: The collateral events come in order, once each
    Given a smart wallet of the user
    And an active virtual card "C" of the user
    And the receiver "the receiver" of events of the app
    When the user gets the quote "Q" for 1 USDC into the collateral of "C"
    And the user executes the quote "Q"
    Then smartWalletExecuteSwapQuote succeeds
    And the events of the swap at "the receiver" are one CARD_COLLATERAL_RECEIVED and after it one CARD_COLLATERAL_CONFIRMED
