Feature: Explaining in advance
  Source: our own, Explain.

  @SB-EXPL-01
  Scenario: Every row and field that an application would miss is named
    Given the back office has sent POST "/ops/make-card-user"
      """
      {"partner": "acme", "organization": "acme-north", "name": "Olga Open",
       "kyc": {"birthDate": null, "nationalId": null}, "applicant": false}
      """
    And the back office notes "/result/card_user_id" as "olga"
    When the back office asks for "/explain/card-users/{olga}"
    Then the back office is told
      | /rows/[row=AgioCard_card_user]/present  | true                                  |
      | /rows/[row=KycData_kyc_profile]/present | true                                  |
      | /rows/[row=KycData_kyc_profile]/missing | ["birthDate", "nationalId"]           |
      | /rows/[row=Sumsub applicant]/present    | false                                 |
      | /blocks/0/operation                     | "createCardApplicationForPartnerUser" |
    When the back office asks for "/explain/card-users/nora"
    Then the back office is told
      | /rows/[row=KycData_kyc_profile]/present | false |
    When the back office asks for "/explain/card-users/ada"
    Then the back office is told
      | /rows/[row=KycData_kyc_profile]/missing | []   |
      | /rows/[row=Sumsub applicant]/present    | true |
      | /blocks                                 | []   |

  Rule: An operation

    @SB-EXPL-02
    Scenario Outline: An application of <who> is answered as it was predicted
      When the back office asks for "/explain/card-users/<who>"
      And the back office notes "/card_user_id" as "the person"
      And the back office sends POST "/explain"
        """
        {"surface": "PG", "operation": "createCardApplicationForPartnerUser", "as": "acme/primary",
         "input": {"cardUserId": "{the person}", "occupation": "15-1252", "annualSalary": "100000",
                   "accountPurpose": "travel", "expectedMonthlyVolume": "1000",
                   "isTermsOfServiceAccepted": true,
                   "walletAddress": "0x52908400098527886E0F7030069857D2E4169EE7"}}
        """
      Then the back office is told
        | /would         | "<would>" |
        | /answer/status | 200       |
      When the back office notes "/answer/body" as "the prediction"
      And the back office notes "/request/body" as "the request"
      And the partner sends the body
        """
        {the request}
        """
      Then the answer has status 200
      And the answer is "the prediction", byte for byte

      Examples:
        | who   | would   |
        | quinn | fail    |
        | phil  | fail    |
        | abel  | fail    |
        | nora  | fail    |
        | ada   | succeed |

    @SB-EXPL-02
    Scenario: A card on an application that waits is refused as predicted
      Given a card user "Lena" of the partner whose review ends in "pending"
      When the partner applies for "Lena"
      Then createCardApplicationForPartnerUser succeeds
      When the back office sends POST "/explain"
        """
        {"surface": "PG", "operation": "createCard", "as": "acme/primary",
         "input": {"cardApplicationId": {the application of Lena}, "cardType": "virtual"}}
        """
      Then the back office is told
        | /would               | "fail"                |
        | /answer/status       | 200                   |
        | /repair/0/op         | "decide-application"  |
        | /checks/[ok=false]   | there                 |
      When the back office notes "/answer/body" as "the prediction"
      And the back office notes "/request/body" as "the request"
      And the partner sends the body
        """
        {the request}
        """
      Then createCard is refused
      And the answer is "the prediction", byte for byte

    @SB-EXPL-02
    Scenario: A prediction knows the faults of the world, and uses none up
      Given an active virtual card "the card" of the partner
      And the back office has sent POST "/faults"
        """
        {"match": {"operation": "freezeCard"}, "when": {"next": 1}, "then": {"error": "issuer-error"}}
        """
      When the back office sends POST "/explain"
        """
        {"surface": "PG", "operation": "freezeCard", "as": "acme/primary",
         "input": {"cardId": {the card}}}
        """
      Then the back office is told
        | /would | "fail" |
      When the back office notes "/answer/body" as "the prediction"
      And the back office notes "/request/body" as "the request"
      And the partner sends the body
        """
        {the request}
        """
      Then freezeCard is refused with "CARD_API_ERROR: issuer unavailable"
      And the answer is "the prediction", byte for byte

    @SB-EXPL-03
    Scenario: Explaining a card makes none, and takes no id
      Given the clock stands still
      And an approved application "the application" of the partner
      And the partner counts its cards
      When the back office asks for "/_sandbox/worlds/{world}"
      And the back office notes "/journal_records" as "the records before"
      And the back office sends POST "/explain"
        """
        {"surface": "PG", "operation": "createCard", "as": "acme/primary",
         "input": {"cardApplicationId": {the application}, "cardType": "virtual"},
         "select": "{ success cardId last4 error }"}
        """
      Then the back office is told
        | /would | "succeed" |
      When the back office notes "/answer/body" as "the prediction"
      And the back office notes "/request/body" as "the request"
      And the back office asks for "/_sandbox/worlds/{world}"
      Then the back office is told
        | /journal_records | {the records before} |
      And the partner has as many cards as before
      When the partner sends the body
        """
        {the request}
        """
      Then createCard succeeds
      And the answer is "the prediction", byte for byte

    @SB-EXPL-03
    Scenario: Explaining a reveal leaves the session as it was
      Given an active virtual card "the card" of the partner
      And the partner opened the session "once"
      When the back office sends POST "/explain"
        """
        {"surface": "PG", "operation": "revealCardSecrets", "as": "acme/primary",
         "input": {"cardId": {the card}, "sessionId": "{once}"}}
        """
      Then the back office is told
        | /would | "succeed" |
      When the partner reveals the secrets of "the card" in the session "once"
      Then revealCardSecrets succeeds
