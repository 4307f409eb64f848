Feature: The control plane as a server
  Source: our own, Conventions; Limits.

  @SB-SRV-04
  Scenario: A misspelt member is refused, and nothing is done
    Given the clock stands still
    When the back office asks for "/clock"
    And the back office notes "/now" as "now"
    And the back office sends POST "/clock/advance"
      """
      {"by": "1s", "dryrun": true}
      """
    Then the back office is refused with 422 "unknown_field"
    And the refusal says
      | /pointer | "/dryrun" |
    When the back office asks for "/clock"
    Then the back office is told
      | /now | "{now}" |

  @SB-SRV-04
  Scenario: No world is made of a definition with a misspelt member
    When the back office sends POST "/_sandbox/worlds"
      """
      {"id": "{world}-misspelt", "sede": "7"}
      """
    Then the back office is refused with 422 "unknown_field"
    And the refusal says
      | /pointer        | "/sede" |
      | /did_you_mean/0 | "seed"  |
    When the back office asks for "/_sandbox/worlds/{world}-misspelt"
    Then the back office is refused with 404 "world_unknown"

  @SB-SRV-05
  Scenario: A body of more than 1 MiB is refused, and one of exactly that is read
    Given the back office has sent PUT "/clock"
      """
      {"mode": "frozen", "at": "2040-01-01T00:00:00Z"}
      """
    When the back office sends POST "/clock/advance" with 1048576 bytes
      """
      {"by": "1s"}
      """
    Then the back office is told
      | /now | "2040-01-01T00:00:01.000000Z" |
    When the back office sends POST "/clock/advance" with 1048577 bytes
      """
      {"by": "1s"}
      """
    Then the back office is refused with 413 "body_too_large"
    When the back office asks for "/clock"
    Then the back office is told
      | /now | "2040-01-01T00:00:01.000000Z" |
