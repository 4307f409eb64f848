Feature: Errors
  Source: managed-cards, Headers column; what errors say, the sandbox decided.

  @MC-ERR-01
  Scenario: One shape for every error
    Given an active card "the card" of the caller
    And an active card "the empty card" of the penniless caller
    When the caller sends POST "/cards/api/v1/managed-cards/"
      """
      {
      """
    Then the call is refused in the shape of every error, with 400
    When the caller sends GET "/cards/api/v1/managed-cards/" without a token
    Then the call is refused in the shape of every error, with 401
    When the penniless caller sends POST "/cards/api/v1/managed-cards/{the empty card}/fund/"
      """
      {"amount": "5.00"}
      """
    Then the call is refused in the shape of every error, with 402
    When the caller sends GET "/cards/api/v1/managed-cards/crd_000000000000000000000000/"
    Then the call is refused in the shape of every error, with 404
    When the caller sends PUT "/cards/api/v1/programs/"
    Then the call is refused in the shape of every error, with 405
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/unfreeze/"
    Then the call is refused in the shape of every error, with 409
    When the caller sends POST "/cards/api/v1/managed-cards/" with 65537 bytes
    Then the call is refused in the shape of every error, with 413
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/"
      """
      {"amount": "5000.01"}
      """
    Then the call is refused in the shape of every error, with 422
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/"
      """
      {"amount": "5.00", "sandbox": {"adapter": "failing"}}
      """
    Then the call is refused in the shape of every error, with 502

  @MC-ERR-02
  Scenario: Bodies that cannot be read
    When the caller sends POST "/cards/api/v1/managed-cards/"
      """
      {
      """
    Then the call is refused with 400 "parse_error"
    When the caller sends POST "/cards/api/v1/managed-cards/"
      """
      []
      """
    Then the call is refused with 400 "parse_error"
    When the caller sends POST "/cards/api/v1/managed-cards/" as "text/plain"
      """
      {"program": "prg_ke_usd_instant"}
      """
    Then the call is refused with 415 "unsupported_media_type"
    When the caller sends POST "/cards/api/v1/managed-cards/" without a content type
      """
      {"program": "prg_ke_usd_instant"}
      """
    Then the call is refused with 415 "unsupported_media_type"
    When the caller sends POST "/cards/api/v1/managed-cards/" with 65537 bytes
    Then the call is refused with 413 "payload_too_large"
    And the list "/cards/api/v1/managed-cards/" of the caller has 0 items

  @MC-ERR-03
  Scenario: A wrong method is named
    Given an active card "the card" of the caller
    When the caller sends DELETE "/cards/api/v1/managed-cards/{the card}/"
    Then the call is refused with 405, which allows exactly GET, HEAD
    When the caller sends PUT "/cards/api/v1/programs/"
    Then the call is refused with 405, which allows exactly GET, HEAD
    When the caller sends GET "/cards/api/v1/managed-cards/{the card}/fund/"
    Then the call is refused with 405, which allows exactly POST

  @MC-ERR-03
  Scenario: HEAD is served where GET is
    Given an active card "the card" of the caller
    When the caller sends HEAD "/cards/api/v1/managed-cards/{the card}/"
    Then the call is served without a body
    When the caller sends HEAD "/cards/api/v1/programs/"
    Then the call is served without a body
    When the caller sends HEAD "/cards/api/v1/managed-cards/{the card}/fund/"
    Then the call is answered with 405

  @MC-ERR-04
  Scenario: A path without its last slash
    When the caller asks for programs and for a new card at paths without their last slash
    Then both are refused (reading "strict"), sent to the path with it (reading "redirect") or served (reading "lenient")

  @MC-ERR-05
  Scenario: All wrong fields are named at once
    When the caller sends POST "/cards/api/v1/managed-cards/"
      """
      {"program": 7, "label": "a label that is longer than eighty characters, which is more than a label may have, by far", "colour": "red"}
      """
    Then the call is refused with 400 "invalid_request"
    And the errors name exactly program, label and colour
    And the list "/cards/api/v1/managed-cards/" of the caller has 0 items

  @MC-ERR-06
  Scenario: Which refusal comes first
    Given an active card "the card" of the caller
    And a terminated card "the old card" of the caller
    And an active card "the empty card" of the penniless caller
    When the caller sends POST "/cards/api/v1/managed-cards/{the card}/fund/" without a token
      """
      {
      """
    Then the call is answered with 401
    When the caller sends POST "/cards/api/v1/managed-cards/crd_000000000000000000000000/fund/"
      """
      {"amount": "a lot"}
      """
    Then the call is answered with 404
    When the caller sends POST "/cards/api/v1/managed-cards/{the old card}/fund/"
      """
      {"amount": "a lot"}
      """
    Then the call is answered with 400
    When the caller sends POST "/cards/api/v1/managed-cards/{the old card}/fund/"
      """
      {"amount": "5000.01"}
      """
    Then the call is answered with 409
    When the penniless caller sends POST "/cards/api/v1/managed-cards/{the empty card}/fund/"
      """
      {"amount": "5000.01"}
      """
    Then the call is answered with 422
    When the penniless caller sends POST "/cards/api/v1/managed-cards/{the empty card}/fund/"
      """
      {"amount": "5.00", "sandbox": {"adapter": "failing"}}
      """
    Then the call is answered with 402

  @MC-ERR-07
  Scenario: Every answer has a number of its own
    When the caller sends GET "/cards/api/v1/programs/"
    And the caller sends GET "/cards/api/v1/programs/"
    And the caller sends GET "/cards/api/v1/managed-cards/crd_000000000000000000000000/"
    And the caller sends POST "/cards/api/v1/managed-cards/"
      """
      {
      """
    And the caller sends GET "/cards/api/v1/programs/" without a token
    And the caller sends POST "/api/v1/token/" without a token
      """
      {"username":"nobody","password":"nothing"}
      """
    Then the last 6 answers are numbered, each by a number of its own
