"""Vocabulary: common English words that open sentences in news and are no names.

A capital letter at the beginning of a sentence says nothing; these words, written in
lower case far more often than with a capital in the middle of a sentence, are not taken
for names there. Counted over 1,563 news articles, 3,042 words.
"""

from __future__ import annotations

from service.text.words import word_set

COMMON_WORDS = word_set(
    """
    abandoned able about above absence absent absolutely abuse abused academic academics accepting
    access accessed accessible accidents accord according account accounting accused accusing ace
    acquisition acres across act acting action actions activists activities activity actor actors
    actress acts actually ad add added adding additional address adds adjacent admission admit
    adult adults advance advanced adventure advertisement advertising advice advocacy advocate
    after aftermath afterward afterwards again against age aged agencies agency agenda agree
    agreement agriculture ahead aid air airline airport albeit album albums alcohol alien alike
    all allegations alleged allegedly allowing almost along alongside already also alternative
    although altogether always am amateur amazing ambassador ambitious ambulance among amongst an
    analysis analysts and anger angry animal animation announcement announcements announcing
    annual anonymous another answer answers anti anxious any anybody anyone anything anyway
    anywhere apart apologize apparently appeal appearing appears applause application apply
    applying appreciate approaching approval approved approximately apps architect architects are
    area arguably armed around arrangements arrested arrests arrival arriving article artificial
    artist artistic artists as aside ask asked aspect assault assessment asset assets assistant
    assisted assisting assuming at athlete attached attack attacking attempt attempts attendance
    attention attorney attractive audiences audio auditors author authorities authors automatic
    autumn availability available average avoid away awful babies baby back backed background bad
    bag ball band bands banking bankrupt banks banner banning bans bar barely baseball based
    basement basic basically basket basketball bat battery batting battle bbc be bearing bears
    beat beating beautiful beauty because become becoming been before beginning behind being
    believe beloved below benefits besides best bet better between beyond bidding big bigger
    biggest billion billionaire biography biological biology bird birds birth birthday bit bite
    bitter black blame blank blast block blocker blog blown blows blue board boat boats body bold
    bond bones bonus book booked booking books boom boost boots born boss bosses both bottom bound
    bout bowling box boxer boy boys brace brain branch brand brass brawl breaking breakthrough
    breeders bricks bright brilliant bring bringing brings broad broadcast broadcaster broadly
    broken brother bubble budget budgets build building built bullied burn bus buses business
    businesses but butter buy buying buzz by cabinet cafe call called calling calls calm came
    camera camp campaign campaigner campaigners campaigns campus can cancer candidate cap capital
    captain captured car carbon care career careers carefully caring carrying cars cartoon case
    cases cash cast casting catalog catalogue catch catching categories category caught caused
    cctv cease celebrated celebrating celebration celebrations celebrities celebrity cell cent
    centers centre centuries century ceremony certain certainly certified chair chairman challenge
    champion change changes changing channels chaos chapter character characteristics characters
    charge charged charges charities charity chart chat check chicken chief child children
    chocolate choose chronic churches cinema circle circuit cities citing citizen civil civilian
    claim claims clashes class classic classical classified classrooms clay clean cleaner cleaning
    clear clearly click client climate climbing clinical clock close closed closer clothing cloud
    club clubs co coach coaches coaching coal coalition coastal code coffee cold collapse
    collapsed colleagues collecting collection collections collectively collectors colonial colour
    colours column com combined come comedian comedy comic comics coming command commander comment
    commentary commenting comments commercial commissioned commit commitment committed common
    communities community companies company compare compared comparing compensation competition
    competitive competitor competitors complete completed composed comprising compromise computer
    con conceded concerning concert conclusion conditions conduct conducting conductor confirm
    confirmed conflict confused confusion congregation connect connecting conscious conservation
    consider considerable considering constituency construction constructive consultant consumers
    contact contains contemporary content contents contest continent continue continuing contrary
    contributing controls controversial conversation conversations convicted cookies cooking cool
    cop copy copyright corner coroner corporate corporations corruption cost could councillor
    councils counting countless country couple coupled course courses courtesy courts cover
    coverage covering covers crash crawl create created creating creation creative creator credit
    creditors credits crew crews cricket crime crimes criminal criminals critic critical critics
    cross crossing crowd crowds crucial cruel cult cultural culture cure current currently
    curriculum custody custom customer customers cut cycling damn dance dancing dangerous dark
    data database date dated dates dating day days de dead deadline deadly deal dealing deals
    death debt debut decades decision decisive decreased dedicated deep deeper defeat defeated
    defeats defence defend defendants defender defenders defending defense definitely degree delay
    delays delegates delete demand demise demo democracy demonstrations demonstrators denied
    departure depending depends depression depth deputies deputy derby describe design designed
    desk desperate despite destination destroyed destruction detailed details detective detectives
    detention determined devastated developed developer developers developing development diabetes
    diagnosis dialogue did died dies differences different difficult difficulty dig digital dining
    dinner diplomats direct directed directions director directors dirty disabled disc discipline
    discontinued discount discover discoveries discovering discovery discuss disgraced dismantled
    display disputed distance distinction distribution divers diversity do doc doctor doctors
    doctrine documentary documents does dog dogs doing dollar domain domestic domination donate
    donations done double doubles doubling down downtown dozens draft drama dramatic draw drawing
    dream dressed drew drink drinking drive driven driver drivers driving drop drug dubbed duck
    due dumped duo during dynamic each ear earlier early earned earning earnings easy eating
    echoes economic economics economy edge edit editing edition editor education effective effects
    efforts egg eight either elder elderly elect elected election elections electric electronic
    elements eleven eligible elsewhere email emails emergency emerging employee employees
    employers employment en end ended ending endless endurance enemies enemy energy engineer
    engineers enjoy enjoyed enjoying enough enslaved ensuring enter entered enters entire entrance
    entrepreneur entries entry environment environmental envoys epic episode equal equally
    especially essential essentially established establishment estimated estimates ethnic eu even
    evening event events eventually ever every everybody everyday everyone everything everywhere
    evidence evil evolution evolutionary ex exactly example examples excellence excellent except
    exchange excitement exclusive executive exercise exhibit exhibition exhibitions existing exit
    expand expanding expect expensive experience experiment experimental expert experts explained
    explaining explicit explore exploring exporters exposure express extended extensive external
    extra extraordinary extremely extremists eye eyed eyes face faced faces facial facing fact
    factor factory facts faculty failing fair faith fall false famed families family famous
    famously fan fancy fans fantastic fantasy far farewell farm farmer farmers farming fascinating
    fashion fast father favorite fear fears feast feat featured features featuring federal
    feedback feel feels feet fell fellow female females ferries festivals fever few fi fiction
    fictional field fields fifteen fifth fifty fight fighter fighting figure figures file filed
    files fill film filmmaker films filter final finally finals financial financially find finding
    findings fine finger finish finishing fire firearm firearms firefighters first fish fishermen
    fishing fitness five fixing fixture fixtures flag flat fled fleeing flight flights flip flower
    flowing flying focus focused focusing folk follow followers following food footage football
    for force forced foreign forensic forever forget forgot forgotten form format formation formed
    former formerly forthcoming fortunate fortune forty forward fossil foul found foundations
    founded founder founding four fourth frankly free freedom fresh friend friendly friends
    frightening from front frozen fruit frustration full fully fun fund fundamental funded funding
    funeral furious furniture further future gained game games gaming gang gap garden gathered gay
    gender general generally generation generous genetic genre genres genuinely get gets getting
    giant gift gifts gig girl girlfriend girls give given giving glamorous glass global glorious
    go goal goalkeeper goals goalscorer going gold golf gone good goodbye goods got governing
    government governments governor grab grade gradually graduate grandmother grants graphic grave
    gravity great greater greatest greenhouse grey grid gross group groups grow growers growing
    grown growth guard guards guess guest guests guidance guilty guitarist gun guns guy gym
    habitats had hailed hair half hand handed hands hang hanging happening happy hard hardly
    hardware has haul have having he head headed header headlines headlining heads health healthy
    hear heard hearing heart hearts heat heavens heavy heir held hell help helping hence her here
    heritage hero heroic hey hi hidden hide hiding high higher highest highlights highway hip hire
    hired his historians historic historically history hit hits holes holiday home homes honestly
    honey honor hop hope hopefully horrible horse hospital hospitals host hosting hosts hot hotels
    hour hours housed household houses housing how however huge human humans humour hundreds
    hungry hunting husband iconic ideal identifying if image imagine immediately immigrant
    immigration impact important importers impressed impressive imprisonment improve improved
    improvements in inadequate inch included includes including inclusion income increase
    increased increasing increasingly incredibly indeed independent indigenous individual
    industrial industry inevitably infant influence influential information infrastructure infused
    initial initially injured injuries injury inner innocent ins inside inspectors inspiration
    inspired inspiring installation instant instead insurance insurgents integration interactive
    interest interested interesting international internationally interview interviews into
    intrigued introduced introduction invest investigating investigation investigations
    investigative investigators investing investments investors is isolated issue issues it item
    items its jacket jazz jet jets job jobs jockey jogging join joined joining journalism
    journalists journals journey judge judges judging jump jumping jury just juvenile keep keeping
    key kick kid kids killed killing kind kitchen km know knowing knowledge known label lack
    ladies land landmark language lap large largely larger largest last late later latest laughing
    laughs launched law lawmakers laws lawsuits lawyer lawyers lay laying lead leadership leading
    leagues learn learned learning least leave leaving led left legacy legal legend legendary
    legislation legislative length less lesser lessons let letter letters level liberation license
    licensed licensing lies life lifetime lift light lightly lightning like likes limit limited
    line link linked linking links liquid list listed listen listeners listening lists literally
    literary literature little live lived lives living load loading loan local locals located
    location log logged long longer look looked looking looks loose lose losing loss lost lots
    love lover low lower lowest loyalty luckily lucky lunch luxury lyrics mad made magic magnitude
    main mainly major majority make makes making male males man manage managed manager managers
    managing mandatory manufacturer many marked market marketing markets marry masked mass
    massacre massive master masterpiece match matches material maternity matter matters mature
    maximum may maybe me mean meaning means meanwhile measure medal medals media medical medicine
    medieval meet meeting meetings mega member members membership memory men mental mentally
    mention menu message messages met meta meters method mid middle midfielder midnight migrant
    mile miles militants military milk million millions mind mine miners mini minimum mining
    ministers minute minutes miss missing mission mix mixed mobile mock model models modern moment
    moments money monitor monkey month monthly months monument more morning most mother mothers
    motivated motivation mount mounted mouth move movement movie movies moving mph much mud
    multiple mum murder music musician must mutual my myriad mystery naked name named names naming
    narrative narrow nation nationwide native natural naturally nature near nearly need
    negotiations neighbouring neighbours neither nervous net never new newest newly newspaper
    newspapers next nhs nice night nightmare nine no nobody noise nominated nominations non none
    nonetheless nor norm normal normally not notable note noted notes nothing notice notices
    notifications notorious novel now nowhere nuclear number numbers numerous nurses object
    objective objects observation observations obsession obviously occasionally odds of off
    offering office officer officers offices official officially officials offside often oh oil ok
    okay old older oldest olive on once one ones ongoing online only open opener opening openly
    operating operation operational opinion opinions opponents opportunities opportunity oppose
    opposition option or oral orange order ordered orders ordinary organisation organised
    organiser organisers organization organizations organized organizing original originally other
    others otherwise our ours out outside outspoken outstanding over overall overseas oversight
    overturned own owner ownership oxygen pace pack packages page pages paid painted painting
    panel paper par parade paramedics parent parents part participants particular partly partner
    partnership partnerships parts party pass passage passenger passengers passes passing password
    past patient patients pay paying payment peace penalty pending penny pension pensions people
    per perceived percent perception perfect performance performed performing perhaps period
    permanent permission permits person personal personally personnel persuaded pet petition pets
    phase phone phones photo photograph photographer photographs photos physical physics piano
    pick picking picks picture pictured pictures pilot pilots pink pioneer pioneered pit place
    places placing plain plan planes planet planned plans platforms play playback played player
    players playing please pledge plenty plot plotting plus pm pocket podium poetry pointing
    points police policies policing policy political politically politician politicians politics
    poll polls pollution poor poorer pop popular population porn portrait pose posing position
    positioned positively possessing possible possibly post posted poster posting pot potentially
    pound pounds poverty power powered powerful powerhouse practical practically practice praise
    prayer prayers pre pregnancy pregnant preliminary premium preparing presence present presented
    presidential pressed pressing prestigious presumably pretty previous previously price prices
    pricing pride primarily primary principal print printed prior priority prison prisoner private
    privately prize pro probably procedures proceedings proceeds produced producer producers
    producing product production professional profile profit program programming programs progress
    project projected prominent promises promoted proof properties property proposals proposed
    prosecuting prosecutor prosecutors prospect protest protesters protesting protests proud
    provided providing province provinces provincial proving public publications publicity
    published publisher publishing pulled pupils purchased pure put putting qualification
    qualifiers qualifying quality question questions quick quite quote quotes race races racial
    racing racism radical rail rain rainy raising random range rank ranking rankings rapid rapper
    rare rate rated rates rather ratings re reach reaction read reader readers reading ready real
    reality really rear reason rebel rebels recall recalled recalling recent recently reception
    recipient recognition recommendations recommended record recorded recording recordings records
    recover recovered recruiting red reduced reduction referee reference referring refuse regarded
    regarding regardless region regional regions register registered registration regulations
    regulators reject rejected related relations relationships relative relatively relatives
    release released reliable relief religion religious remanded remember remove renew renewed
    renowned rent rental rented replacing replay replica replies reply report reported reportedly
    reporters reporting reports representation representative representatives representing request
    required requires rescue rescued rescuers research researchers resident residential residents
    resource resources respect respectful respond responding response responses responsibilities
    rest result results resume retail retailers retired retirement retiring retrospective return
    returning reunion revealed revelation revelations revenge revenue reverse review revised
    revolutionary reward rhythm rich ride ridiculous right rights ring riot rise rises rising
    risks risky rival roads rode roles romance rookie rooms root rose round rounded row rugby rule
    rules ruling rumors run runner running runs rush rushed rushing sack sacked sacred sad sadly
    safely safety said sailors salaries salary sale sales salt same sand sat satisfied save saved
    saving say scale scene scenes scholars schools scientific scientists score scored scores
    scoring screen screens scroll sea search season seasons second secondary seconds secret
    sections security see seeds seeing seemingly select selected self sell selling semi senator
    senators send senior sense sentence sentenced sentencing separately sequel series seriously
    serve served server service services serving set sets setting seven several severe sex shadow
    shake shall shame shape share shared shareholders shares sharing sharp shattered she sheep
    shine shining ship shipping ships shirt shit shocked shooting shootings shop shopping short
    shortly shorts shot shots should shoulder shout show showcase showed showing shows shut side
    sides sight sign signal signed significantly signing signs silent silver similar similarly
    simple simply simultaneously since singer single singles sister sisters sit site sites sitting
    situated six size sized skip slave slavery slaves slight slow slowly small smaller smart smile
    smoke smoking smooth snow so social society soft solar sold soldiers solidarity solo solutions
    some somebody somehow someone something sometimes somewhat somewhere son song songs
    songwriters soon sooner sophisticated sorry soul sound sounds soundtrack source sources space
    speakers speaking special specialist specially specifically specimens speech speed spells
    spending spin spirit spiritual split splitting spoke spokesman spokesperson sponsored sponsors
    sporting spot spotlight spread spring squad stability staff stage stand standing star stark
    starring stars start started starting state statement stating station statistics stats stay
    staying steady stellar step stepping stick sticking still stock stocks stole stood stop
    stopping storage store stores stories storm story straight strange stranger strategic stream
    streets strength stress stretch strike striker strikes striking string strong struck struggle
    struggling student students studies studio study studying stuff stunned stunning style subject
    submit submitted subscribe subscription subsequently substitute succeeded success successful
    such suddenly sugar suggested suicide summer summit superior supermarket superstar supply
    support supported supporters suppose sure surprise surprisingly surveillance survey surveys
    survival survivors suspended sustainable sweeping sweet switch switching symbols symptoms
    system table tables tablets tackling tail take taken taking talent talented talk talking talks
    tank target targeted tasked taught tax taxi teacher teachers teaching team teams tears
    technically technological technology teen teenage teenagers teens television tell telling
    temperature temporary ten tenants tennis tens tensions tenth terms terrified terrifying test
    testing tests text thank thankfully thanks that the their themed themes then there thereafter
    therefore these they things think thinking third thirty this those though thoughts thousands
    threaten threatened three thriller throat throne through throughout thus ticket tickets tide
    tight till time times timing title titled to today together tolerance tomorrow tone tonight
    tons too tools top topping total totally touched tough tour tourism tourist tourists
    tournament toward towards town towns toxic toy trace track tracks trade traders trading
    traditional traffic tragic trail trailer train trained trainer training trains transfer
    transition transport transportation trapped travel travelling treat treated trees tremendous
    trending trial trials tribes tribute trick tries trio trip troops trophy tropical trouble true
    trustees try trying tune turn turned turning tv tweets twelve twenty twice twin two type types
    typical typically ugly ultimate ultimately un unable unbelievable uncertainty uncle unclear
    under understanding unemployment unfortunately unhappy unions unit units universal universe
    unknown unless unlike unlikely unlimited unlock unnamed unrest unsubscribe until unusual
    unusually unveiled unveiling up upcoming update updated updates upgrade uploaded upon upper
    urgent us use used useful user users uses using usually value values varies variety various
    vegetable vegetables venture venues very veteran veterans via vicious victim victims victory
    video videos view viewer viewers village violations violence violent viral virtual virtually
    vision visit visiting visitor visitors visits visual vital voice voices volume volunteer
    volunteers von voted voters votes wage wait walking wall walls want wanted warning was waste
    watch watched watches watching water wave way ways we wealth wear wearing weather web website
    wedding week weekend weekly weigh weird welcome welcomed welfare well were what whatever when
    whenever where whereas whether which while whilst who whom why wide widely wife wild will wind
    winds wing winger winner winners winning wins winter wisdom wish with within without witness
    witnesses wives woman women won wonder wonderful wondering word work workers working works
    world worlds worry worse worth would wounded wrap write writer writers writing written wrote
    yeah year years yes yesterday yet you young younger your youth youtube zero zoo
    """
)
