-- What wrk sends to a stand-in, see docs/standin.md: of ten calls, eight look a connection up, one lists, one creates.
-- With the argument `creates`, all of them create.

local base = "/data/foundation/flowservice/connections"
local headers = {
  ["Authorization"] = "Bearer wellhead-standin-embedded-token",
  ["x-api-key"] = "load",
  ["x-gw-ims-org-id"] = "load@AdobeOrg",
  ["x-sandbox-name"] = "load",
  ["Content-Type"] = "application/json",
}
local body = [[{"name":"Orders","auth":{"specName":"ConnectionString","params":{"connectionString":
"Host=db.acme.example;Port=1521;Sid=ORCL;User Id=aep;Password=x"}},
"connectionSpec":{"id":"d6b52d86-f0f8-475f-89d4-ce54c8527328","version":"1.0"}}]]
local ids = {}
local calls = 0
local only_creates = false

function init(arguments)
  only_creates = arguments[1] == "creates"
end

function request()
  calls = calls + 1
  local turn = calls % 10
  if only_creates or turn == 1 or #ids == 0 then
    return wrk.format("POST", base, headers, body)
  elseif turn == 2 then
    return wrk.format("GET", base .. "?limit=20", headers)
  end
  return wrk.format("GET", base .. "/" .. ids[calls % #ids + 1], headers)
end

function response(status, _, text)
  local id = status == 201 and text:match('"id":"([^"]+)"')
  if id and #ids < 1000 then
    ids[#ids + 1] = id
  end
end
